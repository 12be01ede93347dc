import fc from "fast-check";
import { expect, test } from "vitest";
import { optimalMatching } from "./optimal-matching.ts";

const worth = (values: number[][], matching: (number | undefined)[]) =>
  matching.reduce<number>((sum, column, row) => sum + (column === undefined ? 0 : values[row]![column]!), 0);

/** Best worth over all matchings, by trying them. */
function bruteForce(values: number[][], row = 0, taken = new Set<number>()): number {
  if (row === values.length) return 0;
  const skip = values.length > (values[0]?.length ?? 0) ? bruteForce(values, row + 1, taken) : -Infinity;
  return values[row]!.reduce(
    (best, value, column) =>
      taken.has(column) ? best : Math.max(best, value + bruteForce(values, row + 1, new Set([...taken, column]))),
    skip,
  );
}

test("greedy choices give way to what is best together", () => {
  expect(
    optimalMatching([
      [10, 9],
      [9, 1],
    ]),
  ).toEqual([1, 0]);
  expect(optimalMatching([])).toEqual([]);
});

test("rows beyond the columns, and columns beyond the rows, stay alone", () => {
  expect(optimalMatching([[1], [5], [2]])).toEqual([undefined, 0, undefined]);
  expect(optimalMatching([[1, 7, 2]])).toEqual([1]);
});

test("as good as trying every matching", () => {
  const matrix = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );
  fc.assert(
    fc.property(matrix, (values) => {
      const matching = optimalMatching(values);
      const columns = matching.filter((column) => column !== undefined);
      expect(new Set(columns).size).toBe(columns.length);
      expect(columns.length).toBe(Math.min(values.length, values[0]!.length));
      expect(worth(values, matching)).toBe(bruteForce(values));
    }),
  );
});
