import { describe, expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { drawMetricNoise, metricNoise, metricRho } from "./metric-privacy.ts";

test("a window costs the blocks that a vote may fill, the dearest ones", () => {
  // 1/(2·9) + 1/(2·16); the block of deviation 7 is the cheapest.
  expect(metricRho([4, 7, 3], 2)).toBeCloseTo(1 / 18 + 1 / 32, 12);
  expect(metricRho([4, 7, 3], 3)).toBeCloseTo(1 / 18 + 1 / 32 + 1 / 98, 12);
  expect(metricRho([5], 1)).toBeCloseTo(0.02, 12);
});

test.each([
  [[1, 1, 1], 2],
  [[0.5, 2, 3, 0.1], 3],
  [[7], 1],
] as const)("noise for parts %j, of which %d are filled, spends exactly its budget", (parts, maxFilled) => {
  const noise = metricNoise(0.0173, parts, maxFilled);
  expect(metricRho(noise, maxFilled)).toBeCloseTo(0.0173, 12);
});

test("a block of three times the part has a third of the variance", () => {
  const [one = 0, three = 0] = metricNoise(0.02, [1, 3], 2);
  expect(one ** 2 / three ** 2).toBeCloseTo(3, 9);
});

describe("the change by one vote stays within what was charged", () => {
  test("the Rényi divergence of order 2 of the noised counts is at most 2ρ, with any two of three blocks filled", () => {
    const noise = [2.3, 4.1, 3.2];
    const charged = metricRho(noise, 2);
    // Two Gaussians that are one apart differ by α/(2σ²) at order α; independent buckets add up.
    for (const filled of [[0, 1], [0, 2], [1, 2], [0]]) {
      const divergence = filled.reduce((sum, block) => sum + 2 / (2 * (noise[block] ?? 1) ** 2), 0);
      expect(divergence).toBeLessThanOrEqual(2 * charged + 1e-12);
    }
  });
});

test("each bucket's noise has the variance of its block, away from 1", () => {
  const drawn = drawMetricNoise([6_000, 9_000], [2.6, 11.3], seededRandom("metric noise")).map(Number);
  const varianceOf = (values: number[]) => values.reduce((sum, x) => sum + x * x, 0) / values.length;
  // The variance of a sample variance is about 2σ⁴/n: four deviations are 7 % of 6,000 and 6 % of 9,000.
  expect(varianceOf(drawn.slice(0, 6_000)) / 2.6 ** 2).toBeCloseTo(1, 1);
  expect(Math.abs(varianceOf(drawn.slice(0, 6_000)) / 2.6 ** 2 - 1)).toBeLessThan(0.073);
  expect(Math.abs(varianceOf(drawn.slice(6_000)) / 11.3 ** 2 - 1)).toBeLessThan(0.06);
  expect(drawn).toHaveLength(15_000);
});

test("refuses noise of 0, parts of 0, and impossible bounds", () => {
  expect(() => metricRho([3, 0], 1)).toThrow(RangeError);
  expect(() => metricRho([3], 2)).toThrow(RangeError);
  expect(() => metricNoise(0, [1], 1)).toThrow(RangeError);
  expect(() => metricNoise(0.1, [1, 0], 1)).toThrow(RangeError);
  expect(() => metricNoise(0.1, [1, 1], 0)).toThrow(RangeError);
  expect(() => drawMetricNoise([2, 2], [1], seededRandom("x"))).toThrow(RangeError);
});
