import { expect, test } from "vitest";
import { adjustedRandIndex, majorityAccuracy } from "./partition-scores.ts";
import { silhouette } from "./silhouette.ts";

test("the adjusted Rand index is that of the example by hand", () => {
  // Pairs together in both: 2; in the first 4, in the second 3, of 15. (2 - 4·3/15) / ((4 + 3) / 2 - 4·3/15) = 1.2 / 2.7.
  expect(adjustedRandIndex([0, 0, 0, 1, 1, 2], [5, 5, 6, 7, 7, 6])).toBeCloseTo(1.2 / 2.7, 12);
  expect(adjustedRandIndex([1, 1, 0], [7, 7, 9])).toBe(1);
  expect(adjustedRandIndex([0, 0, 0], [1, 1, 1])).toBe(1);
  expect(() => adjustedRandIndex([0], [0, 1])).toThrow(RangeError);
});

test("each cluster is called by its commonest truth", () => {
  expect(majorityAccuracy([0, 0, 0, 1, 1], [3, 3, 4, 4, 4])).toBe(0.8);
});

test("the silhouette is that of the example by hand", () => {
  const points = { d: 1, coordinates: Float64Array.of(0, 1, 5) };
  // 0: (5 - 1) / 5; 1: (4 - 1) / 4; 5 is alone.
  expect(silhouette(points, [0, 0, 1])).toBeCloseTo((0.8 + 0.75 + 0) / 3, 12);
  expect(silhouette(points, [0, 0, 0])).toBeUndefined();
});
