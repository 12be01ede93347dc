import { AlertRule } from "@sedge/protocol/metric-plan";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { normal, poisson, type Uniform, uniformOf } from "../../../test/simulated-counts.ts";
import { type AlertEvent, alertAfter, type AlertState, QUIET, usualLooks } from "./alert.ts";
import type { AlertTerms, Look } from "./deviation.ts";

const terms: AlertTerms = { measure: "share", ratio: 2, confidence: 0.99, looks: 10 };
const NOISE = 6.3;

/** A window in which a share of `people` have the signal. */
function look(people: number, share: number, uniform: Uniform, stdDev = NOISE): Look {
  const part = poisson(people * share, uniform) + stdDev * normal(uniform);
  const rest = poisson(people * (1 - share), uniform) + stdDev * normal(uniform);
  return { part: { value: part, variance: stdDev ** 2 }, whole: { value: part + rest, variance: 2 * stdDev ** 2 } };
}
const weeks = (people: number, share: number, uniform: Uniform) => [1, 2, 3, 4].map(() => look(people, share, uniform));
const windowOf = (at: number, share: number, people: number, uniform: Uniform): AlertEvent => ({
  type: "window",
  at,
  look: look(people, share, uniform),
  usual: weeks(people, 0.02, uniform),
});

/** Windows until a notice, at most `limit`. */
function windowsUntil(notice: "opened" | "closed", from: AlertState, share: number, uniform: Uniform, limit = 200) {
  let state = from;
  for (let at = 1; at <= limit; at += 1) {
    const step = alertAfter(terms, state, windowOf(at, share, 1_500, uniform));
    state = step.state;
    if (step.notice?.type === notice) return { windows: at, state };
  }
  return { windows: Infinity, state };
}

describe.each(["share", "count"] as const)("false alarms of a %s", (measure) => {
  test.each([
    [1_500, 0.02],
    [400, 0.01],
    [4_000, 0.3],
  ])("are at most 1 in 1,000 windows at the usual level: %d people, share %d", (people, share) => {
    const uniform = uniformOf(`false ${measure} ${people}`);
    let [state, alarms] = [QUIET, 0];
    for (let at = 0; at < 6_000; at += 1) {
      const event: AlertEvent = {
        type: "window",
        at,
        look: look(people, share, uniform),
        usual: weeks(people, share, uniform),
      };
      const step = alertAfter({ ...terms, measure }, state, event);
      if (step.notice?.type === "opened") alarms += 1;
      state = step.state.phase === "quiet" ? step.state : QUIET;
    }
    expect(alarms).toBeLessThanOrEqual(6);
  });

  test("are within the stated rate at the boundary itself, where they are most likely", () => {
    const uniform = uniformOf(`boundary ${measure}`);
    let [state, alarms] = [QUIET, 0];
    for (let at = 0; at < 6_000; at += 1) {
      const usual = weeks(1_500, 0.03, uniform);
      const event: AlertEvent = { type: "window", at, look: look(1_500, 0.03 * Math.SQRT2, uniform), usual };
      const step = alertAfter({ ...terms, measure }, state, event);
      if (step.notice?.type === "opened") alarms += 1;
      state = step.state.phase === "quiet" ? step.state : QUIET;
    }
    // 6 are expected at most; 12 would be beyond a Poisson's 98 %.
    expect(alarms).toBeLessThan(12);
  });
});

test("a step that breaks for 5 % more of its visitors is found within two windows, in 95 % of runs", () => {
  const uniform = uniformOf("broken");
  const found = Array.from({ length: 200 }, () => windowsUntil("opened", QUIET, 0.07, uniform).windows);
  expect(found.filter((windows) => windows <= 2).length).toBeGreaterThanOrEqual(190);
});

test("more visitors alone raise no alert of a share", () => {
  const uniform = uniformOf("traffic");
  let state = QUIET;
  for (let at = 0; at < 300; at += 1) {
    const event: AlertEvent = {
      type: "window",
      at,
      look: look(6_000, 0.02, uniform),
      usual: weeks(1_500, 0.02, uniform),
    };
    state = alertAfter(terms, state, event).state;
  }
  expect(state.phase).toBe("quiet");
});

describe("an alert", () => {
  const uniform = uniformOf("life");
  const { state: open } = windowsUntil("opened", QUIET, 0.08, uniform);

  test("is acknowledged once, and stays open while the metric is high", () => {
    const step = alertAfter(terms, open, { type: "acknowledge", at: 50 });
    expect(step).toMatchObject({ state: { phase: "acknowledged" }, notice: { type: "acknowledged", at: 50 } });
    expect(alertAfter(terms, step.state, { type: "acknowledge", at: 51 }).notice).toBeNull();
    expect(windowsUntil("closed", step.state, 0.08, uniform).windows).toBe(Infinity);
  });

  test("closes itself when the metric is back to normal, and reports since when it was open", () => {
    const { windows, state } = windowsUntil("closed", open, 0.02, uniform);
    expect(windows).toBeLessThan(12);
    expect(state).toEqual(QUIET);
    const acknowledged = alertAfter(terms, open, { type: "acknowledge", at: 50 }).state;
    expect(windowsUntil("closed", acknowledged, 0.02, uniform).state).toEqual(QUIET);
  });

  test("decides nothing without earlier weeks, and cannot be acknowledged while quiet", () => {
    const first: AlertEvent = { type: "window", at: 1, look: look(9_000, 0.9, uniform), usual: [] };
    expect(alertAfter(terms, QUIET, first)).toEqual({ state: QUIET, notice: null });
    expect(alertAfter(terms, QUIET, { type: "acknowledge", at: 1 }).notice).toBeNull();
  });
});

test("usual are the same hours of the last 4 weeks, without alerts", () => {
  const WEEK = 604_800;
  const past = [1, 2, 3, 4, 5].map((week) => ({
    from: 10 * WEEK - week * WEEK - 400,
    until: 10 * WEEK - week * WEEK + 500,
    look: { part: { value: week, variance: 1 }, whole: { value: 10, variance: 1 } },
    wasOpen: week === 3,
  }));
  expect(usualLooks(past, 10 * WEEK).map(({ part }) => part.value)).toEqual([1, 2, 4]);
  expect(usualLooks(past, 10 * WEEK + 500)).toEqual([]);
});

test("a rule is data", () => {
  const rule = {
    name: "address-broken",
    metric: "stuck",
    values: ["Checkout: address", "rage"],
    measure: "share",
    ratio: 2,
    confidence: 0.99,
    looks: 10,
    owner: "shop-team",
  };
  expect(v.is(AlertRule, rule)).toBe(true);
  for (const wrong of [{ ratio: 1 }, { confidence: 1 }, { looks: 0 }, { values: [] }, { script: "x" }]) {
    expect(v.is(AlertRule, { ...rule, ...wrong })).toBe(false);
  }
});
