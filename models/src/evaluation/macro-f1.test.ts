import { expect, test } from "vitest";
import { macroF1 } from "./macro-f1.ts";

const one = (labels: readonly number[]) => labels.map((label) => [label]);

test("the examples of scikit-learn's documentation", () => {
  // Class 0: precision 2/3, recall 1, F1 .8; classes 1 and 2 have no hit.
  expect(macroF1(one([0, 1, 2, 0, 1, 2]), one([0, 2, 1, 0, 0, 1]), 3)).toBeCloseTo(0.8 / 3, 12);
  // Several labels a row: [[0,0,0],[1,1,1],[0,1,1]] against [[0,0,0],[1,1,1],[1,1,0]], F1 2/3, 1, 2/3.
  expect(macroF1([[], [0, 1, 2], [1, 2]], [[], [0, 1, 2], [0, 1]], 3)).toBeCloseTo((2 / 3 + 1 + 2 / 3) / 3, 12);
});

test("a class that is nowhere is left out, one that is only predicted counts as zero", () => {
  expect(macroF1(one([0, 0]), one([0, 0]), 5)).toBe(1);
  expect(macroF1(one([0, 0]), one([0, 3]), 5)).toBeCloseTo((2 / 3 + 0) / 2, 12);
});

test("a refusal is a miss of the right class alone", () => {
  expect(macroF1(one([0, 0, 1]), [[0], [], [1]], 2)).toBeCloseTo((2 / 3 + 1) / 2, 12);
});
