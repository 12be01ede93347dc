import fc from "fast-check";
import { expect, test } from "vitest";
import { believedCounts } from "./believed-counts.ts";

test("what is over is taken off all alike, and nothing goes below 0", () => {
  expect([...believedCounts([10, 4, -3, 1], 10)]).toEqual([8, 2, 0, 0]);
  expect([...believedCounts([2, 2], 10)]).toEqual([5, 5]);
});

test("believed counts sum to the people and keep their order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 99 }),
      (counts, people) => {
        const believed = believedCounts(counts, people);
        expect(believed.reduce((sum, count) => sum + count, 0)).toBeCloseTo(people, 6);
        expect(Math.min(...believed)).toBeGreaterThanOrEqual(0);
        counts.forEach((count, i) => {
          counts.forEach((other, j) => {
            if (count >= other) expect(believed[i]!).toBeGreaterThanOrEqual(believed[j]! - 1e-9);
          });
        });
      },
    ),
  );
});
