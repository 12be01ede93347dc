import { expect, test } from "vitest";
import { accuracyOf, commonMistakes, confusionOf, matthewsOf } from "./confusion.ts";

const of = (truth: readonly number[], predicted: readonly (number | undefined)[], classes: number) =>
  confusionOf(
    truth.map((right, index) => ({ truth: right, predicted: predicted[index] })),
    classes,
  );

test("rows are counted by right and by predicted class, the refused last", () => {
  expect(of([0, 0, 1, 2, 2], [0, 1, 1, undefined, 0], 3)).toEqual([
    [1, 1, 0, 0],
    [0, 1, 0, 0],
    [1, 0, 0, 1],
  ]);
});

test("a refusal is an error", () => {
  expect(accuracyOf(of([0, 0, 1, 2, 2], [0, 1, 1, undefined, 2], 3))).toBeCloseTo(3 / 5, 12);
  expect(accuracyOf(of([], [], 3))).toBeNaN();
});

test("the commonest mistakes come first", () => {
  const confusion = of([0, 0, 0, 1, 1, 2], [1, 1, 0, 2, 1, undefined], 3);
  expect(commonMistakes(confusion, 2)).toEqual([
    { truth: 0, predicted: 1, count: 2 },
    { truth: 1, predicted: 2, count: 1 },
  ]);
  expect(commonMistakes(confusion, 9).at(-1)).toEqual({ truth: 2, predicted: undefined, count: 1 });
});

// The first is the example of scikit-learn's documentation, the next two are of its tests.
test.each([
  ["two classes", [1, 1, 1, 0], [1, 0, 1, 1], 2, -1 / 3],
  ["three classes, all wrong", [0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1], 3, -0.5],
  ["three classes, as wrong as can be", [0, 0, 1, 1, 2, 2], [1, 1, 0, 0, 0, 0], 3, -12 / Math.sqrt(24 * 16)],
  ["all right", [0, 1, 2, 2], [0, 1, 2, 2], 3, 1],
  ["one answer for all", [0, 1, 2], [1, 1, 1], 3, 0],
])("Matthews correlation: %s", (_, truth, predicted, classes, coefficient) => {
  expect(matthewsOf(of(truth, predicted, classes))).toBeCloseTo(coefficient, 12);
});

test("a refusal counts in the correlation as a class of its own", () => {
  // By hand: 2 hits of 3, right 2 and 1, predicted 1, 1 and 1: (6 - 3) / sqrt((9 - 3) (9 - 5)).
  expect(matthewsOf(of([0, 0, 1], [0, undefined, 1], 2))).toBeCloseTo(3 / Math.sqrt(24), 12);
});
