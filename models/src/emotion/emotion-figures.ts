import { textAnswer } from "@sedge/features/text";
import { auc } from "../auc.ts";
import { calibrationError } from "../calibration-error.ts";
import { type TextModel, textReference } from "../text/text-reference.ts";
import { type EmotionOutput, emotionTarget } from "./emotion-outputs.ts";
import type { EmotionComment } from "./goemotions.ts";

/** How well one output did on comments that taught and chose nothing. */
export interface OutputFigures {
  readonly code: string;
  /** Comments of which it is so. */
  readonly positives: number;
  /** F1 at the output's threshold. */
  readonly f1: number;
  readonly auc: number;
  /** Expected calibration error, 15 bins of equal width. */
  readonly calibrationError: number;
}

/** Calibrated probabilities of a model's outputs for each text, from the float64 reference. */
export function emotionProbabilities(model: TextModel, rows: readonly { readonly text: string }[]): number[][] {
  const logitsOf = textReference(model);
  return rows.map(({ text }) =>
    textAnswer(model.manifest, logitsOf(text)).classes.map(({ probability }) => probability),
  );
}

/** Figures of each output. */
export function emotionFigures(
  model: TextModel,
  outputs: readonly EmotionOutput[],
  comments: readonly EmotionComment[],
): OutputFigures[] {
  const probabilities = emotionProbabilities(model, comments);
  const truth = comments.map((comment) => emotionTarget(outputs, comment));
  const { answer } = model.manifest;
  return outputs.map(({ code }, index) => {
    const own = probabilities.map((row) => row[index] ?? 0);
    const isSo = truth.map((row) => row[index] === 1);
    const threshold = answer.kind === "sigmoid" ? (answer.classes[index]?.threshold ?? 1) : 1;
    const positive = own.map((probability) => probability >= threshold);
    const hits = positive.filter((is, row) => is && isSo[row]).length;
    const positives = isSo.filter(Boolean).length;
    return {
      code,
      positives,
      f1: (2 * hits) / (positive.filter(Boolean).length + positives),
      auc: auc(own, isSo),
      calibrationError: calibrationError(own, isSo, "width"),
    };
  });
}
