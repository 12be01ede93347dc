import { describe, expect, test } from "vitest";
import { examplePlan } from "../../../test/example-plan.ts";
import type { MetricFacts } from "../kinds/kinds.ts";
import { metricVote } from "./metric-vote.ts";
import { valuesOfBucket, windowLayout } from "./window-layout.ts";

const plan = examplePlan();
const quarter = windowLayout(plan, 900);
const day = windowLayout(plan, 86_400);
const first = () => 0;

test("a window has the blocks of its metrics, totals first, in the plan's order", () => {
  expect(quarter.shape).toEqual({ blocks: [3, 9, 36, 4], maxFilled: 4 });
  expect(quarter.blocks.map(({ metric, depth, start, part }) => [metric.id, depth, start, part])).toEqual([
    ["stuck", 1, 0, 0.15],
    ["stuck", 2, 3, 0.15],
    ["contacts", 4, 12, 0.2],
    ["reach", 1, 48, 0.1],
  ]);
  expect(day.shape).toEqual({ blocks: [12, 120, 20, 4, 4], maxFilled: 4 });
  expect(() => windowLayout(plan, 60)).toThrow(RangeError);
});

test("every bucket stands for values of its own", () => {
  const block = quarter.blocks[2];
  if (block === undefined) throw new Error("the window has three metrics");
  const names = Array.from({ length: block.size }, (_, bucket) => valuesOfBucket(block, bucket).join("/"));
  expect(new Set(names).size).toBe(36);
  expect(names[35]).toBe("other/call-centre/unknown/frustrated");
  expect(names[7]).toBe("delivery/call-centre/solved/frustrated");
});

describe("a vote", () => {
  const facts: MetricFacts = {
    friction: { visits: [{ place: "Checkout: address", signals: ["rage"] }] },
    contact: {
      contacts: [{ intent: "lost parcel", channel: "call-centre", outcome: "came-back", frustration: "calm" }],
    },
  };
  test("fills all blocks of the metrics that apply; what is not listed is other", () => {
    const vote = metricVote(quarter, facts, first);
    expect(vote).toEqual([1, 5, 32, null]);
    const named = vote.map((bucket, index) => {
      const block = quarter.blocks[index];
      return bucket === null || block === undefined ? null : valuesOfBucket(block, bucket).join("/");
    });
    expect(named).toEqual(["Checkout: address", "Checkout: address/rage", "other/call-centre/came-back/calm", null]);
  });

  test("leaves a metric empty whose value is neither listed nor other", () => {
    const transitions = [{ previous: "iot", current: "web", stage: "trouble" } as const];
    expect(metricVote(day, { transition: { transitions } }, first)).toEqual([null, null, null, null, null]);
  });

  test("fills no more blocks than it may, the plan's first ones", () => {
    const all: MetricFacts = {
      transition: { transitions: [{ previous: "web", current: "web", stage: "trouble" }] },
      conversion: { source: "search", cluster: "c1", outcome: "nothing", value: null },
      prediction: { predictions: [{ model: "return", probability: 1, hasHappened: true }] },
      uplift: { draws: [{ rule: "offer-help", arm: "treated", outcome: "left" }] },
      consent: { answers: [{ purpose: "link", answer: "no" }] },
    };
    expect(metricVote(day, all, first)).toEqual([5, 0, 18, 1, null]);
    const { uplift: _, ...fewer } = all;
    expect(metricVote(day, fewer, first)).toEqual([5, 0, 18, null, 3]);
  });

  test("draws a metric's answer once for all of its blocks", () => {
    let calls = 0;
    const visits = [
      { place: "Cart", signals: [] },
      { place: "Checkout: payment", signals: [] },
    ];
    const alternate = (count: number) => calls++ % count;
    expect(metricVote(quarter, { friction: { visits } }, alternate).slice(0, 2)).toEqual([0, 0]);
    expect(metricVote(quarter, { friction: { visits } }, alternate).slice(0, 2)).toEqual([2, 6]);
  });
});
