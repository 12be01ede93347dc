import fc from "fast-check";
import { expect, test } from "vitest";
import { dbscan } from "./dbscan.ts";
import { lsun, samePartition, spirals } from "../../../test/counted-shapes.ts";
import { NO_CLUSTER } from "./weighted-cells.ts";

const cell = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 4 }));
const cells = fc.uniqueArray(cell, { minLength: 1, maxLength: 14, selector: ([x, y]) => `${x},${y}` });

/** DBSCAN by its definition, person by person: whether two people are connected through cores. */
function byDefinition(people: readonly (readonly number[])[], radius: number, least: number) {
  const isNear = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!) <= radius;
  const isCore = people.map((one) => people.filter((other) => isNear(one, other)).length >= least);
  const reach = people.map((one, i) =>
    people.map((other, j) => i === j || (isCore[i]! && isCore[j]! && isNear(one, other))),
  );
  for (let k = 0; k < people.length; k++) {
    for (let i = 0; i < people.length; i++) {
      for (let j = 0; j < people.length; j++) reach[i]![j] ||= reach[i]![k]! && reach[k]![j]!;
    }
  }
  return { isCore, reach, isNear };
}

test("cells that weigh many people are as their people one by one", () => {
  fc.assert(
    fc.property(cells, fc.constantFrom(1, 1.5, 2.3), fc.integer({ min: 1, max: 6 }), (all, radius, least) => {
      const labels = dbscan(
        { points: all.map(([x, y]) => [x, y]), weights: all.map(([, , w]) => w) },
        { radius, minWeight: least },
      );
      const owner = all.flatMap(([, , weight], index) => Array.from({ length: weight }, () => index));
      const people = owner.map((index) => all[index]!);
      const { isCore, reach, isNear } = byDefinition(people, radius, least);
      people.forEach((one, i) => {
        const label = labels[owner[i]!]!;
        const cores = people.flatMap((other, j) => (isCore[j] && isNear(one, other) ? [j] : []));
        if (cores.length === 0) expect(label).toBe(NO_CLUSTER);
        else expect(cores.map((j) => labels[owner[j]!])).toContain(label);
        people.forEach((_, j) => {
          if (isCore[i] && isCore[j]) expect(label === labels[owner[j]!]).toBe(reach[i]![j]);
        });
      });
    }),
    { numRuns: 150 },
  );
});

test("finds bars, a disc and spirals in noisy cells of a grid", () => {
  for (const shape of [lsun(3), spirals(4)]) {
    const labels = dbscan(shape.cells, { radius: shape.step * 2.3, minWeight: 60 });
    expect(samePartition(shape, labels)).toBeGreaterThan(0.97);
  }
});

test("leaves cells that only noise fills without a cluster", () => {
  const empty = lsun(5);
  const weights = empty.cells.weights.map((_, i) => empty.noise[i]!);
  const labels = dbscan({ ...empty.cells, weights }, { radius: empty.step * 2.3, minWeight: 60 });
  expect(new Set(labels)).toEqual(new Set([NO_CLUSTER]));
});

test("a radius is above 0", () => {
  expect(() => dbscan({ points: [[0]], weights: [1] }, { radius: 0, minWeight: 1 })).toThrow(RangeError);
});
