import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assign, sizeOf, squaredDistance } from "./point-set.ts";
import { kMeans } from "./k-means.ts";
import { seededRandom } from "../random/seeded-random.ts";

const corners = { d: 2, coordinates: Float64Array.of(0, 0, 0, 2, 10, 0, 10, 2, 0, 20, 2, 20) };

describe("kMeans", () => {
  test("finds the clusters that there are", () => {
    const { centres, labels, inertia } = kMeans(corners, 3, seededRandom(1));
    expect(inertia).toBeCloseTo(6, 12);
    expect(labels[0]).toBe(labels[1]);
    expect(labels[2]).toBe(labels[3]);
    expect(labels[4]).toBe(labels[5]);
    const found = Array.from({ length: 3 }, (_, j) => [...centres.coordinates.subarray(2 * j, 2 * j + 2)]);
    expect(found.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)).toEqual([
      [0, 1],
      [1, 20],
      [10, 1],
    ]);
  });

  test("weighs a point as so many", () => {
    const { centres } = kMeans({ ...corners, weights: Float64Array.of(3, 1, 0, 0, 0, 0) }, 1, seededRandom(2));
    expect([...centres.coordinates]).toEqual([0, 0.5]);
  });

  test("has no more centres than there are different points", () => {
    const same = { d: 1, coordinates: Float64Array.of(4, 4, 7) };
    expect(sizeOf(kMeans(same, 3, seededRandom(3)).centres)).toBe(2);
  });

  test("refuses no points, and no centres", () => {
    expect(() => kMeans({ d: 1, coordinates: new Float64Array(0) }, 1, seededRandom(4))).toThrow(RangeError);
    expect(() => kMeans(corners, 0, seededRandom(4))).toThrow(RangeError);
  });
});

test("assign finds the nearest centre for any initial labels", () => {
  const coordinate = fc.double({ min: -5, max: 5, noNaN: true });
  const set = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(set, set, fc.nat(), (people, middles, guess) => {
      const points = { d: 3, coordinates: Float64Array.from(people.flat()) };
      const centres = { d: 3, coordinates: Float64Array.from(middles.flat()) };
      const { labels, inertia } = assign(points, centres, new Int32Array(people.length).fill(guess % middles.length));
      let sum = 0;
      labels.forEach((label, p) => {
        const least = Math.min(...middles.map((_, j) => squaredDistance(points, p, centres, j)));
        expect(squaredDistance(points, p, centres, label)).toBe(least);
        sum += least;
      });
      expect(inertia).toBeCloseTo(sum, 9);
    }),
  );
});
