import fc from "fast-check";
import { expect, test } from "vitest";
import { believedCounts } from "./believed-counts.ts";

test("what is over is taken off all alike, and nothing goes below 0", () => {
  expect([...believedCounts([10, 4, -3, 1], 10)]).toEqual([8, 2, 0, 0]);
  expect([...believedCounts([5, -3, 4], 6)]).toEqual([3.5, 0, 2.5]);
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

test("believed counts are the nearest such", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -40, max: 90 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 300 }),
      (counts, total) => {
        const made = believedCounts(counts, total);
        // Nearest: what is above 0 was moved by the same, what is 0 would have needed more.
        const moves = counts.map((count, i) => count - made[i]!);
        const common = Math.max(...moves.filter((_, i) => made[i]! > 0), -Infinity);
        moves.forEach((move, i) =>
          expect(made[i]! > 0 ? Math.abs(move - common) : Math.max(0, move - common)).toBeCloseTo(0, 6),
        );
      },
    ),
  );
});
