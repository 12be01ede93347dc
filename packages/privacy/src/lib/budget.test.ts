import * as v from "valibot";
import { describe, expect, test } from "vitest";
import {
  askBudget,
  type BudgetDecision,
  DEFAULT_DEVICE_BUDGET,
  DeviceBudget,
  leftMicroEpsilon,
  microEpsilonOf,
  spentMicroEpsilon,
} from "./budget.ts";

const DAY = 86_400;
const start = 1_800_000_000;
const small: DeviceBudget = { limitMicroEpsilon: 1_000_000, periodSeconds: 28 * DAY, spendings: [] };

function granted(decision: BudgetDecision): DeviceBudget {
  if (decision.result !== "granted") throw new Error(decision.result);
  return decision.budget;
}

describe("a device's budget", () => {
  test("grants until it is spent, and no further by one millionth", () => {
    const once = granted(askBudget(small, { round: "a", microEpsilon: 600_000, spentAt: start }));
    expect(askBudget(once, { round: "b", microEpsilon: 400_001, spentAt: start + DAY })).toEqual({
      result: "exhausted",
      leftMicroEpsilon: 400_000,
    });
    const twice = granted(askBudget(once, { round: "b", microEpsilon: 400_000, spentAt: start + DAY }));
    expect(leftMicroEpsilon(twice, start + DAY)).toBe(0);
    expect(spentMicroEpsilon(twice, start + DAY)).toBe(1_000_000);
  });

  test("renews by what has grown old, not all at once", () => {
    const once = granted(askBudget(small, { round: "a", microEpsilon: 600_000, spentAt: start }));
    const twice = granted(askBudget(once, { round: "b", microEpsilon: 400_000, spentAt: start + 10 * DAY }));
    expect(leftMicroEpsilon(twice, start + 28 * DAY - 1)).toBe(0);
    expect(leftMicroEpsilon(twice, start + 28 * DAY)).toBe(600_000);
    expect(leftMicroEpsilon(twice, start + 38 * DAY)).toBe(1_000_000);
  });

  test("charges a round once, however often it is requested", () => {
    const once = granted(askBudget(small, { round: "a", microEpsilon: 600_000, spentAt: start }));
    expect(askBudget(once, { round: "a", microEpsilon: 600_000, spentAt: start + DAY })).toEqual({
      result: "known",
      budget: once,
    });
  });

  test("gives nothing back when the clock is set back", () => {
    const once = granted(askBudget(small, { round: "a", microEpsilon: 600_000, spentAt: start }));
    expect(leftMicroEpsilon(once, start - 100 * DAY)).toBe(400_000);
  });

  test("survives being stored, and a broken one is not an empty one", () => {
    const once = granted(askBudget(DEFAULT_DEVICE_BUDGET, { round: "a", microEpsilon: 5, spentAt: start }));
    expect(v.parse(DeviceBudget, JSON.parse(JSON.stringify(once)))).toEqual(once);
    expect(
      v.safeParse(DeviceBudget, { ...once, spendings: [{ round: "a", microEpsilon: -5, spentAt: start }] }).success,
    ).toBe(false);
  });

  test("takes no cost that is nothing, negative or a fraction", () => {
    for (const microEpsilon of [0, -1, 0.5, Number.NaN]) {
      expect(() => askBudget(small, { round: "a", microEpsilon, spentAt: start })).toThrow(RangeError);
    }
  });
});

test.each([
  [1, 1_000_000],
  [0.1, 100_000],
  [0.3, 300_000],
  [0.0000001, 1],
  [1.0000001, 1_000_001],
])("an epsilon of %f is %i micro-epsilon, never fewer", (epsilon, micro) => {
  expect(microEpsilonOf(epsilon)).toBe(micro);
});
