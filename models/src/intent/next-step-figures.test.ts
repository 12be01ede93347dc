import { emptySession, featureRecord } from "@sedge/features";
import { expect, test } from "vitest";
import { figuresOf, nextStepTable } from "./next-step-figures.ts";

const record = featureRecord(emptySession(0));
const example = (step: number) => ({
  record,
  answers: [0, 1, 2].map((other) => other === step),
  weights: [1, 1, 1],
  asked: [true, true, true],
});

test("figures of three rows worked out by hand", () => {
  const probabilities = [
    [0.7, 0.2, 0.1],
    [0.6, 0.3, 0.1],
    [0.5, 0.1, 0.4],
  ];
  const figures = figuresOf(probabilities, [0, 1, 2].map(example), [0.6, 0.25, 0.15]);
  expect(figures.rows).toBe(3);
  expect(figures.accuracy).toBeCloseTo(1 / 3, 12);
  // Only the first class is ever predicted: F1 of 2 · 1 / (1 + 3), and 0 for the other two.
  expect(figures.macroF1).toBeCloseTo(0.5 / 3, 12);
  // Beside their base rates the rows say the first, the second and the third.
  expect(figures.liftedMacroF1).toBe(1);
  expect(figures.logLoss).toBeCloseTo(-Math.log(0.7 * 0.3 * 0.4) / 3, 12);
  // Three bins of one row each: .7 and right, .6 and wrong, .5 and wrong.
  expect(figures.calibrationError).toBeCloseTo((0.3 + 0.6 + 0.5) / 3, 12);
  expect(nextStepTable({ model: figures, logistic: figures, baseRate: figures })[2]).toBe(
    "| session-intent | 3 | 0.333 | 0.167 | 1.000 | 0.826 | 0.467 |",
  );
});
