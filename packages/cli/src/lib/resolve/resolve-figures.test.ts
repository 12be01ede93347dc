import { expect, test } from "vitest";
import { figureLines, figuresJson, resolveFigures } from "./resolve-figures.ts";

// Profiles {0 1} {2}; entities {0 1 2}: the one pair found is right, of three true pairs one is found.
const figures = resolveFigures([1, 1, 2], ["a", "a", "a"], 1.23456789);

test("the line for programs has exactly these figures", () => {
  expect(JSON.parse(figuresJson(figures))).toEqual({
    pairPrecision: 1,
    pairRecall: 0.333333,
    pairF1: 0.5,
    b3F1: 0.714286,
    groupF1: 0,
    falseMergeRate: 0,
    records: 3,
    seconds: 1.23457,
  });
});

test("has no shares without the true entities", () => {
  const unknown = resolveFigures([1, 2], [], 2);
  expect(unknown).toMatchObject({ pairF1: null, falseMergeRate: null, records: 2, seconds: 2 });
  expect([figureLines(unknown), figureLines(figures)[1]]).toEqual([[], "pairs: recall          0.3333"]);
});
