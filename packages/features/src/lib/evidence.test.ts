import * as fc from "fast-check";
import { expect, test } from "vitest";
import { strengthOf, together } from "./evidence.ts";

test("a strength starts at half the weight and rises towards it", () => {
  const rule = { threshold: 3, weight: 0.8 };
  const strengths = [0, 2, 3, 9].map((count) => Number(strengthOf(rule, count).toFixed(12)));
  expect(strengths).toEqual([0, 0, 0.4, 0.6]);
});

test("combines signs to the probability of at least one, and no signs to 0", () => {
  expect(together([0.5, 0.2])).toBeCloseTo(0.6, 12);
  expect(together([])).toBe(0);
});

test("one sign more never lowers the whole", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(share), share, (strengths, more) => {
      expect(together([...strengths, more])).toBeGreaterThanOrEqual(together(strengths) - 1e-12);
    }),
  );
});
