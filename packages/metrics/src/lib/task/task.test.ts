import { epsilonOf } from "@sedge/privacy/accountant";
import { metricRho } from "@sedge/privacy/metric-votes";
import { describe, expect, test } from "vitest";
import { examplePlan } from "../../../test/example-plan.ts";
import { windowLayout } from "../vote/window-layout.ts";
import { isSelected, selectionStart, selectionWeight, windowIndex } from "./selection.ts";
import { personEpsilon, planBudget } from "./window-budget.ts";
import { progressOfWindow } from "./window-progress.ts";

const secretOf = (device: number) =>
  new Uint8Array(16)
    .fill(3)
    .with(0, device & 255)
    .with(1, device >> 8);

describe("selection", () => {
  const window = { seconds: 900, votes: 5 };
  // 2,688 windows in 28 days by 5 votes are 538; 539 is the next that shares no divisor with the 96 of a day.
  const weight = 539;
  test("the weight does not divide a day", () => {
    expect(selectionWeight(window)).toBe(weight);
    expect(selectionWeight({ seconds: 86_400, votes: 3 })).toBe(10);
    expect(selectionWeight({ seconds: 604_800, votes: 4 })).toBe(1);
    expect(selectionWeight({ seconds: 900, votes: 5, weight: 3 })).toBe(3);
  });

  const startOf = (device: number, terms = window) => selectionStart(secretOf(device), "demo", terms);
  test("no device is selected more often than it may vote in any 28 days", () => {
    for (const device of [1, 2, 900]) {
      const start = startOf(device);
      const selected = Array.from({ length: 3 * 2_688 }, (_, index) => isSelected(start, window, index));
      for (let from = 0; from + 2_688 <= selected.length; from += 61) {
        expect(selected.slice(from, from + 2_688).filter(Boolean).length).toBeLessThanOrEqual(5);
      }
    }
  });

  test("each window is drawn by one in so many devices, so that weighted counts are unbiased", () => {
    const small = { seconds: 86_400, votes: 3 };
    const starts = Array.from({ length: 8_000 }, (_, device) => startOf(device, small));
    for (const index of [0, 7, 20_789]) {
      const estimate = starts.filter((start) => isSelected(start, small, index)).length * selectionWeight(small);
      // Four deviations of a binomial with n 8,000 and p 1/10, times the weight.
      expect(Math.abs(estimate - 8_000)).toBeLessThan(4 * 10 * Math.sqrt(8_000 * 0.09));
    }
  });

  test("with a weight of 1 every device is selected", () => {
    expect([0, 1, 2, 3].map((index) => isSelected(startOf(9), { ...window, weight: 1 }, index))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test("a device's hours change from vote to vote", () => {
    const start = startOf(5);
    const hours = Array.from({ length: 40_000 }, (_, index) => index)
      .filter((index) => isSelected(start, window, index))
      .map((index) => Math.floor((index % 96) / 4));
    expect(new Set(hours).size).toBeGreaterThan(18);
  });

  test("windows are counted from 1970", () => {
    expect([0, 899, 900, 1_795_000_000].map((time) => windowIndex(900, time))).toEqual([0, 0, 1, 1_994_444]);
  });
});

describe("the budget", () => {
  const plan = examplePlan();
  const budget = planBudget(plan);
  test("all votes of 28 days and the clusters together cost what the plan states, at most ε 3", () => {
    const ofMetrics = plan.windows.reduce(
      (sum, { votes }, index) => sum + votes * (budget.windows[index]?.rho ?? Number.NaN),
      0,
    );
    expect(ofMetrics + budget.clustersRho).toBeCloseTo(budget.rho, 12);
    expect(epsilonOf(ofMetrics + budget.clustersRho, 1e-6)).toBeLessThanOrEqual(3 + 1e-9);
    expect(epsilonOf(ofMetrics + budget.clustersRho, 1e-6)).toBeGreaterThan(2.999);
  });

  test("the noise of a window costs what its vote may cost, for the blocks that are filled", () => {
    for (const { seconds, rho, noise } of budget.windows) {
      expect(metricRho(noise, windowLayout(plan, seconds).shape.maxFilled)).toBeCloseTo(rho, 12);
    }
  });

  test("two devices of a person cost more than twice as much as one", () => {
    expect(personEpsilon(plan, 1)).toBeCloseTo(3, 6);
    expect(personEpsilon(plan, 2)).toBeGreaterThan(6);
    expect(personEpsilon(plan, 2)).toBeLessThan(7);
  });
});

describe("a window", () => {
  const terms = { seconds: 21_600, minPeople: 500 };
  const at = (last: number, people: number) => progressOfWindow({ first: 100, last }, people, terms);
  test("opens with enough people, and never with fewer", () => {
    expect(at(100, 500)).toEqual({ step: "open" });
    for (let last = 100; last < 230; last += 1) expect(at(last, 499).step).not.toBe("open");
  });
  test("is extended within a day, and then merged into the next", () => {
    expect([100, 101, 102].map((last) => at(last, 20))).toEqual(
      [101, 102, 103].map((last) => ({ step: "extend", window: { first: 100, last } })),
    );
    expect(at(103, 20)).toEqual({ step: "merge", window: { first: 100, last: 104 } });
    expect(progressOfWindow({ first: 5, last: 5 }, 1, { ...terms, seconds: 604_800 }).step).toBe("merge");
  });
  test("is destroyed unopened when the budgets of its first voters renew", () => {
    expect(at(210, 20).step).toBe("extend");
    expect(at(211, 20)).toEqual({ step: "drop" });
  });
});
