import { expect, test } from "vitest";
import { evaluate } from "./evaluation.ts";
import type { JudgedRow } from "./judged-row.ts";

const answered = (truth: number | null, probabilities: readonly number[], score: number | null = null): JudgedRow => {
  const isOutOfScope = score !== null && score >= 0.5;
  const top = probabilities.indexOf(Math.max(...probabilities));
  return {
    truth: truth === null ? [] : [truth],
    predicted: isOutOfScope ? [] : [top],
    probabilities,
    outOfScope: score,
    isOutOfScope,
  };
};

test("two classes, by hand", () => {
  const rows = [answered(0, [0.9, 0.1]), answered(0, [0.6, 0.4]), answered(1, [0.65, 0.35]), answered(1, [0.2, 0.8])];
  const { confusion, ...figures } = evaluate(rows, { kind: "one", classes: 2, positive: 1 });
  expect(confusion).toEqual([
    [2, 0, 0],
    [1, 1, 0],
  ]);
  expect(figures.accuracy).toBe(0.75);
  expect(figures.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2, 12);
  expect(figures.mcc).toBeCloseTo((3 * 4 - (2 * 3 + 2 * 1)) / Math.sqrt((16 - 10) * (16 - 8)), 12);
  expect(figures.auc).toBeCloseTo(0.75, 12);
  // The second class's ranks: .8 right, .4 not, .35 right.
  expect(figures.averagePrecision).toBeCloseTo((1 + 2 / 3) / 2, 12);
  // .6 (right) and .65 (wrong) lie in one bin of 1/15: .25 too much; .8 and .9 (right) alone: .2 and .1 too little.
  expect(figures.ece).toBeCloseTo((0.25 + 0.2 + 0.1) / 4, 12);
  expect(figures).toMatchObject({ oosRecall: null, oosAuroc: null });
});

test("average precision is of the positive class: the other one has another", () => {
  const rows = [answered(0, [0.9, 0.1]), answered(0, [0.6, 0.4]), answered(1, [0.65, 0.35])];
  const of = (positive: number) => evaluate(rows, { kind: "one", classes: 2, positive }).averagePrecision;
  expect(of(1)).toBeCloseTo(1 / 2, 12);
  expect(of(0)).toBeCloseTo((1 + 2 / 3) / 2, 12);
});

test("rows out of scope count in their own figures alone, and a wrong refusal as an error", () => {
  const rows = [
    answered(0, [0.9, 0.05, 0.05], 0.1),
    answered(1, [0.1, 0.8, 0.1], 0.6),
    answered(2, [0.1, 0.2, 0.7], 0.3),
    answered(null, [0.4, 0.3, 0.3], 0.9),
    answered(null, [0.4, 0.3, 0.3], 0.2),
  ];
  const figures = evaluate(rows, { kind: "one", classes: 3, positive: 1 });
  expect(figures.accuracy).toBeCloseTo(2 / 3, 12);
  expect(figures.macroF1).toBeCloseTo((1 + 0 + 1) / 3, 12);
  expect(figures.oosRecall).toBe(0.5);
  // Pairs (outside, within): .9 above all three; .2 above .1 alone.
  expect(figures.oosAuroc).toBeCloseTo(4 / 6, 12);
  expect(figures.auc).toBe(1);
});

test("a model without such a score has no out-of-scope figures, whatever the rows", () => {
  const rows = [answered(0, [0.9, 0.1]), answered(1, [0.3, 0.7]), answered(null, [0.5, 0.5])];
  expect(evaluate(rows, { kind: "one", classes: 2, positive: 1 })).toMatchObject({
    accuracy: 1,
    oosRecall: null,
    oosAuroc: null,
  });
});

test("several classes a row: exact sets, and no correlation", () => {
  const several = (truth: number[], predicted: number[], probabilities: number[]): JudgedRow => {
    return { truth, predicted, probabilities, outOfScope: null, isOutOfScope: false };
  };
  const rows = [
    several([0, 1], [0, 1], [0.9, 0.8]),
    several([1], [0, 1], [0.6, 0.7]),
    several([], [], [0.2, 0.1]),
    several([0], [], [0.4, 0.3]),
  ];
  const figures = evaluate(rows, { kind: "several", classes: 2, positive: 1 });
  expect(figures.accuracy).toBe(0.5);
  expect(figures.macroF1).toBeCloseTo((0.5 + 1) / 2, 12);
  // Class 0: .9 and .4 against .6 and .2, three of four pairs; class 1: all four.
  expect(figures.auc).toBeCloseTo((0.75 + 1) / 2, 12);
  expect(figures).toMatchObject({ mcc: null, oosRecall: null, confusion: undefined });
});

test("rows of one class alone leave null, not NaN", () => {
  expect(evaluate([answered(0, [0.9, 0.1])], { kind: "one", classes: 2, positive: 1 })).toMatchObject({
    auc: null,
    averagePrecision: null,
    mcc: 0,
  });
  expect(evaluate([], { kind: "one", classes: 2, positive: 1 })).toMatchObject({
    accuracy: null,
    macroF1: null,
    mcc: null,
    ece: null,
  });
});
