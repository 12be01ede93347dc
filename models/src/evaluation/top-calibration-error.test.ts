import { expect, test } from "vitest";
import { topCalibrationError } from "./top-calibration-error.ts";

test("the example of torchmetrics' documentation, three bins", () => {
  // Its rows' likeliest classes: .55 wrong, .55 wrong, .60 right, .90 right.
  const rows = [
    { probability: 0.55, isRight: false },
    { probability: 0.55, isRight: false },
    { probability: 0.6, isRight: true },
    { probability: 0.9, isRight: true },
  ];
  expect(topCalibrationError(rows, 3)).toBeCloseTo(0.2, 12);
});

test("fifteen bins: errors in one bin cancel, in two they do not", () => {
  const sure = (probability: number, isRight: boolean) => ({ probability, isRight });
  expect(topCalibrationError([sure(0.5, true), sure(0.5, false)])).toBeCloseTo(0, 12);
  expect(topCalibrationError([sure(0.45, true), sure(0.55, false)])).toBeCloseTo((0.55 + 0.55) / 2, 12);
  expect(topCalibrationError([sure(1, true)])).toBe(0);
});
