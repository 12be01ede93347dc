import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hdbscan, densityValidity } from "./hdbscan.ts";
import { lsun, samePartition, spirals } from "../../../test/counted-shapes.ts";
import { NO_CLUSTER } from "./weighted-cells.ts";

const place = fc.tuple(
  fc.integer({ min: 0, max: 30 }),
  fc.integer({ min: 0, max: 30 }),
  fc.integer({ min: 1, max: 4 }),
);
const places = fc.uniqueArray(place, { minLength: 2, maxLength: 12, selector: ([x, y]) => `${x},${y}` });
const options = { minWeight: 3, minClusterWeight: 5 };

/** Connected people at each density, by brute force: which pairs are within `length` of each other's reach, step by step. */
function connectedAt(people: readonly (readonly number[])[], minPeople: number, length: number) {
  const far = people.map((a) => people.map((b) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!)));
  const core = far.map((row) => row.toSorted((a, b) => a - b)[minPeople - 1] ?? Infinity);
  const reach = far.map((row, i) =>
    row.map((distance, j) => i === j || Math.max(distance, core[i]!, core[j]!) <= length),
  );
  for (let k = 0; k < people.length; k++) {
    for (let i = 0; i < people.length; i++) {
      for (let j = 0; j < people.length; j++) reach[i]![j] ||= reach[i]![k]! && reach[k]![j]!;
    }
  }
  return reach;
}

describe("against brute force", () => {
  test("cells that weigh many people are as their people one by one", () => {
    fc.assert(
      fc.property(places, (all) => {
        const owner = all.flatMap(([, , weight], index) => Array.from({ length: weight }, () => index));
        const cells = hdbscan({ points: all.map(([x, y]) => [x, y]), weights: all.map(([, , w]) => w) }, options);
        const single = hdbscan({ points: owner.map((i) => all[i]!.slice(0, 2)), weights: owner.map(() => 1) }, options);
        owner.forEach((a, i) => {
          expect(single[i] === NO_CLUSTER).toBe(cells[a] === NO_CLUSTER);
          owner.forEach((b, j) => expect(single[i] === single[j]).toBe(cells[a] === cells[b]));
        });
      }),
    );
  });

  test("each cluster is connected at some density at which it is separate from every other, and has enough people", () => {
    fc.assert(
      fc.property(places, (all) => {
        const owner = all.flatMap(([, , weight], index) => Array.from({ length: weight }, () => index));
        const people = owner.map((i) => all[i]!.slice(0, 2));
        const labels = hdbscan({ points: people, weights: people.map(() => 1) }, options);
        const names = [...new Set(labels)].filter((label) => label !== NO_CLUSTER);
        expect(names.length).not.toBe(1);
        const lengths = [
          ...new Set(people.flatMap((a) => people.map((b) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!)))),
        ];
        const levels = lengths.map((length) => connectedAt(people, options.minWeight, length));
        for (const name of names) {
          const own = labels.flatMap((label, i) => (label === name ? [i] : []));
          expect(own.length).toBeGreaterThanOrEqual(options.minClusterWeight);
          const isDense = levels.some(
            (reach) =>
              own.every((i) => reach[own[0]!]![i]) &&
              labels.every((label, i) => label === name || label === NO_CLUSTER || !reach[own[0]!]![i]),
          );
          expect(isDense).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("shapes in noisy cells of a grid", () => {
  test.each([
    ["bars and a disc", lsun(3)],
    ["spirals", spirals(4)],
  ])("%s are found, and score above halves", (_, shape) => {
    const labels = hdbscan(shape.cells, { minWeight: 60, minClusterWeight: 1_500 });
    expect(samePartition(shape, labels)).toBeGreaterThan(0.97);
    const halves = shape.cells.points.map(([x = 0]) => (x < 0.5 ? 0 : 1));
    expect(densityValidity(shape.cells, labels, 60)).toBeGreaterThan(densityValidity(shape.cells, halves, 60) + 0.1);
  });

  test("noise alone, or people spread evenly, has no clusters", () => {
    const shape = lsun(5);
    const none = hdbscan({ ...shape.cells, weights: shape.noise }, { minWeight: 60, minClusterWeight: 100 });
    expect(new Set(none)).toEqual(new Set([NO_CLUSTER]));
    const even = hdbscan(
      { ...shape.cells, weights: shape.noise.map((noise) => 200 + noise) },
      { minWeight: 60, minClusterWeight: 1_500 },
    );
    expect(new Set(even)).toEqual(new Set([NO_CLUSTER]));
  });
});
