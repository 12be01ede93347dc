import { tabularAnswer, type TabularRow } from "@sedge/features/tabular";
import { calibrationError } from "../calibration-error.ts";
import { type Figures, figuresOf } from "../figures.ts";
import { dequantise } from "@sedge/features/dense-network";
import { encodedRows } from "./encoded-rows.ts";
import { networkLogits } from "./network-logits.ts";
import type { FittedTabularModel } from "./train-tabular.ts";

/** Every class's calibrated probability for each row, from the float64 reference. */
export function tabularProbabilities(
  { manifest, weights }: FittedTabularModel,
  rows: readonly TabularRow[],
): number[][] {
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  const logits = networkLogits(network, encodedRows(manifest, rows));
  const classes = manifest.classes.length;
  return rows.map((_, row) =>
    tabularAnswer(manifest, logits.subarray(row * classes, (row + 1) * classes)).classes.map(
      ({ probability }) => probability,
    ),
  );
}

/** Figures of one class against the others, and how well the likeliest class's probability is calibrated. */
export interface TabularFigures extends Figures {
  readonly accuracy: number;
  /** Expected calibration error of the likeliest class, 15 bins of equal width. */
  readonly topCalibrationError: number;
}

/** Figures of `positive` on rows that the model has not seen. */
export function tabularFigures(
  model: FittedTabularModel,
  positive: string,
  rows: readonly TabularRow[],
): TabularFigures {
  const { classes, labelColumn } = model.manifest;
  const index = classes.findIndex(({ code }) => code === positive);
  const probabilities = tabularProbabilities(model, rows);
  const top = probabilities.map((row) => row.indexOf(Math.max(...row)));
  const right = rows.map((row, at) => String(row[labelColumn]) === classes[top[at] ?? 0]?.code);
  const certain = probabilities.map((row) => Math.max(...row));
  return {
    ...figuresOf(
      probabilities.map((row) => row[index] ?? 0),
      rows.map((row) => String(row[labelColumn]) === positive),
    ),
    accuracy: right.filter(Boolean).length / rows.length,
    topCalibrationError: calibrationError(certain, right, "width"),
  };
}
