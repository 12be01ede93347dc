import { expect, test } from "vitest";
import { chiSquareTail } from "./chi-square.ts";

// Quantiles from printed tables of the chi-square distribution.
test.each([
  [3.841_459, 1, 0.05],
  [10.827_566, 1, 0.001],
  [5.991_465, 2, 0.05],
  [18.307_038, 10, 0.05],
  [2.155_856, 10, 0.995],
  [124.342_113, 100, 0.05],
  [149.449_253, 100, 0.001],
])("%f at %i degrees has tail %f", (statistic, degrees, tail) => {
  expect(chiSquareTail(statistic, degrees)).toBeCloseTo(tail, 6);
});

test("two degrees are an exponential, from the smallest to the largest", () => {
  for (const x of [1e-6, 0.3, 2, 3.9, 4.1, 30, 200]) expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 9);
  expect(chiSquareTail(0, 5)).toBe(1);
  expect(() => chiSquareTail(1, 0)).toThrow(RangeError);
});
