import { describe, expect, test } from "vitest";
import { normal, seededRandom } from "../random/seeded-random.ts";
import { denseShapes, smoothedVariance } from "./dense-shapes.ts";
import { NO_CLUSTER } from "./weighted-cells.ts";

const SIDE = 24;

/** Counts of a picture: people where `densityAt` says, and noise. */
function counted(densityAt: (x: number, y: number) => number, countStdDev: number, seed = 1) {
  const random = seededRandom(seed);
  const places = Array.from({ length: SIDE * SIDE }, (_, cell) => [cell % SIDE, Math.floor(cell / SIDE)]);
  const counts = places.map(([x = 0, y = 0]) => densityAt(x, y) + Math.round(countStdDev * normal(random)));
  return { places, sizes: [SIDE, SIDE], counts, countStdDev };
}
const clustersOf = (labels: readonly number[]) => new Set(labels.filter((label) => label !== NO_CLUSTER)).size;
const ring = (x: number, y: number) => {
  const radius = Math.hypot(x - 11.5, y - 11.5);
  return radius < 3 || (radius > 7 && radius < 10) ? 40 : 0;
};

describe("clusters of any shape", () => {
  test("a disc within a ring is another cluster, though their means agree", () => {
    const labels = denseShapes(counted(ring, 8));
    expect(clustersOf(labels)).toBe(2);
    expect(labels[11 * SIDE + 11]).not.toBe(labels[11 * SIDE + 20]);
    expect(labels[11 * SIDE + 20]).toBe(labels[11 * SIDE + 3]);
  });

  test("bars of different densities are apart, a bar of one density with noise is not", () => {
    const bars = (x: number) => (x % 8 < 4 ? [60, 25, 60][Math.floor(x / 8)]! : 0);
    expect(clustersOf(denseShapes(counted((x) => bars(x), 8)))).toBe(3);
    for (const seed of [1, 2, 3, 4]) {
      expect(clustersOf(denseShapes(counted((x) => (x > 8 && x < 14 ? 25 : 0), 8, seed)))).toBe(1);
    }
  });

  test("a low bridge between two dense parts divides them, a high one does not", () => {
    const parts = (bridge: number) => (x: number, y: number) => (y < 8 || y > 16 ? 0 : x < 8 || x > 15 ? 60 : bridge);
    expect(clustersOf(denseShapes(counted(parts(22), 4)))).toBe(2);
    expect(clustersOf(denseShapes(counted(parts(58), 4)))).toBe(1);
  });

  test("noise alone has no clusters", () => {
    for (const seed of [1, 2, 3]) expect(clustersOf(denseShapes(counted(() => 0, 20, seed)))).toBe(0);
  });
});

test("the variance of smoothed noise is that of the weights 1, 2, 1", () => {
  expect(smoothedVariance(1, 1)).toBeCloseTo(6 / 16, 12);
  expect(smoothedVariance(2, 2)).toBeCloseTo((70 / 256) ** 2, 12);
});
