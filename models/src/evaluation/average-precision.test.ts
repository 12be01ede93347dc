import { expect, test } from "vitest";
import { averagePrecision } from "./average-precision.ts";
import { overClasses } from "./one-vs-rest.ts";

test("the example of scikit-learn's documentation", () => {
  expect(averagePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBeCloseTo(0.8333, 4);
});

test("equal scores share a rank", () => {
  // By hand: at .9 one of one; at .5 two of the three so far, both ranks at once.
  expect(averagePrecision([0.9, 0.5, 0.5, 0.1], [true, false, true, true])).toBeCloseTo((1 + 2 / 3 + 3 / 4) / 3, 12);
  expect(averagePrecision([0.5, 0.5, 0.5, 0.5], [true, false, false, false])).toBe(0.25);
});

test("without a positive there is none", () => expect(averagePrecision([1, 2], [false, false])).toBeNaN());

test("the mean over classes is scikit-learn's macro average", () => {
  const truth = [0, 0, 1, 1, 2, 2];
  const scores = [
    [0.7, 0.2, 0.1],
    [0.4, 0.3, 0.3],
    [0.1, 0.8, 0.1],
    [0.2, 0.3, 0.5],
    [0.4, 0.4, 0.2],
    [0.1, 0.2, 0.7],
  ];
  const rows = truth.map((right, row) => ({ truth: [right], probabilities: scores[row] ?? [] }));
  expect(overClasses(rows, 3, averagePrecision)).toBeCloseTo(7 / 9, 12);
});
