import { auc } from "../auc.ts";
import { calibrationError } from "../calibration-error.ts";
import { averagePrecision } from "./average-precision.ts";
import { accuracyOf, type Confusion, confusionOf, matthewsOf } from "./confusion.ts";
import type { JudgedRow } from "./judged-row.ts";
import { macroF1 } from "./macro-f1.ts";
import { overClasses } from "./one-vs-rest.ts";
import { topCalibrationError } from "./top-calibration-error.ts";

/** What is measured of a model's answers; null where a figure does not apply. */
export interface Evaluation {
  /**
   * Share of rows within scope whose answer is right: a refusal is an error. Of a model that may say several classes,
   * the share of rows whose classes are exactly the right ones.
   */
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  /** Matthews correlation; null for a model that may say several classes. */
  readonly mcc: number | null;
  /** Area under the ROC curve; of more than two classes, the mean of each against the rest. */
  readonly auc: number | null;
  /** Of two classes, of the positive one; of more, the mean of each against the rest. */
  readonly averagePrecision: number | null;
  /**
   * Expected calibration error, 15 bins of equal width, of the likeliest class; of a model that may say several, the
   * mean over classes.
   */
  readonly ece: number | null;
  /** Share of out-of-scope rows that were refused. */
  readonly oosRecall: number | null;
  /** Chance that an out-of-scope row has a higher score than one within scope. */
  readonly oosAuroc: number | null;
  /** Rows within scope; undefined for a model that may say several classes. */
  readonly confusion: Confusion | undefined;
}

/** How a model's answer is made: `one` class of all, or `several`, each by itself. */
export type AnswerKind = "one" | "several";

/** What has to be known of a model to judge its answers. */
export interface AnswerForm {
  readonly kind: AnswerKind;
  /** How many classes it has. */
  readonly classes: number;
  /** Of two classes, the one whose average precision is meant: usually the rarer, such as `yes`. */
  readonly positive: number;
}

const orNull = (x: number) => (Number.isFinite(x) ? x : null);

/**
 * Measures a model's answers. All but the last two figures are of rows within scope, as the field reports them (Larson et
 * al. 2019): in a model that says one class, rows without a right one are out of scope.
 */
export function evaluate(rows: readonly JudgedRow[], { kind, classes, positive }: AnswerForm): Evaluation {
  const known = kind === "one" ? rows.filter(({ truth }) => truth.length > 0) : rows;
  const f1 = macroF1(
    known.map(({ truth }) => truth),
    known.map(({ predicted }) => predicted),
    classes,
  );
  const confusion = kind === "one" ? singleConfusion(known, classes) : undefined;
  return {
    accuracy: orNull(confusion ? accuracyOf(confusion) : exactMatches(known)),
    macroF1: orNull(f1),
    mcc: confusion && known.length > 0 ? matthewsOf(confusion) : null,
    auc: orNull(overClasses(known, classes, auc)),
    averagePrecision: orNull(
      kind === "one" && classes === 2 ? ofPositive(known, positive) : overClasses(known, classes, averagePrecision),
    ),
    ece: orNull(kind === "one" ? topCalibrationError(known.map(likeliest)) : overClasses(known, classes, widthError)),
    ...outOfScope(rows, kind),
    confusion,
  };
}

function singleConfusion(rows: readonly JudgedRow[], classes: number): Confusion {
  return confusionOf(
    rows.map(({ truth, predicted }) => ({ truth: truth[0] ?? 0, predicted: predicted[0] })),
    classes,
  );
}

function exactMatches(rows: readonly JudgedRow[]): number {
  const isExact = ({ truth, predicted }: JudgedRow) =>
    truth.length === predicted.length && truth.every((right) => predicted.includes(right));
  return rows.filter(isExact).length / rows.length;
}

function ofPositive(rows: readonly JudgedRow[], positive: number): number {
  return averagePrecision(
    rows.map(({ probabilities }) => probabilities[positive] ?? 0),
    rows.map(({ truth }) => truth[0] === positive),
  );
}

function likeliest({ truth, probabilities }: JudgedRow) {
  const probability = probabilities.reduce((most, p) => Math.max(most, p), 0);
  return { probability, isRight: truth[0] === probabilities.indexOf(probability) };
}

function widthError(probabilities: readonly number[], labels: readonly boolean[]): number {
  return calibrationError(probabilities, labels, "width");
}

function outOfScope(rows: readonly JudgedRow[], kind: AnswerKind): Pick<Evaluation, "oosRecall" | "oosAuroc"> {
  const outside = rows.filter(({ truth }) => truth.length === 0);
  const scored = rows.flatMap(({ outOfScope, truth }) =>
    outOfScope === null ? [] : [{ score: outOfScope, isOutside: truth.length === 0 }],
  );
  if (kind === "several" || outside.length === 0 || scored.length < rows.length) {
    return { oosRecall: null, oosAuroc: null };
  }
  return {
    oosRecall: outside.filter(({ isOutOfScope }) => isOutOfScope).length / outside.length,
    oosAuroc: orNull(
      auc(
        scored.map(({ score }) => score),
        scored.map(({ isOutside }) => isOutside),
      ),
    ),
  };
}
