import { expect, test } from "vitest";
import { kMeans, meanOf } from "./k-means.ts";
import { normal, randomFrom } from "./random.ts";

test("three clouds are found, whatever their weights", () => {
  const random = randomFrom(5);
  const centres = [
    [0, 0],
    [8, 1],
    [3, 9],
  ];
  const points = Array.from({ length: 600 }, (_, index) => ({
    point: (centres[index % 3] ?? []).map((x) => x + 0.4 * normal(random)),
    weight: 1 + (index % 3),
  }));
  const { centroids, labels } = kMeans(points, 3, random);
  for (const centre of centres) {
    const distances = centroids.map((centroid) => Math.hypot(...centroid.map((x, axis) => x - (centre[axis] ?? 0))));
    expect(Math.min(...distances)).toBeLessThan(0.15);
  }
  expect(new Set(labels.filter((_, index) => index % 3 === 0)).size).toBe(1);
});

test("a mean is weighted", () => {
  const points = [
    { point: [0, 4], weight: 3 },
    { point: [8, 0], weight: 1 },
  ];
  expect(meanOf(points)).toEqual([2, 3]);
  expect(meanOf([])).toBeUndefined();
});
