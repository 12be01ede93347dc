import { type Evaluation, evaluate } from "@sedge/models/evaluation";
import type { Table } from "@sedge/connector/rows";
import type { Classifier } from "./classifier.ts";
import { type Judgement, judgedRows, type JudgingOptions } from "./judged-rows.ts";

/** The figures of a model: the fields of `models eval --json`, in order. */
export interface ModelFigures extends Omit<Evaluation, "confusion"> {
  /** Rows that were measured, and how many of them are within scope and out of scope. */
  readonly rows: number;
  readonly inScope: number;
  readonly outOfScope: number;
  /** Rows in a language that the model was not taught, which it refuses. */
  readonly otherLanguage: number;
  readonly bytes: number;
  readonly msPerRow: number;
}

/** A measurement of a model on labelled rows. */
export interface Measured {
  readonly figures: ModelFigures;
  readonly confusion: Evaluation["confusion"];
  readonly judgement: Judgement;
}

/** Measures a model on labelled rows. Throws CommandError as `judgedRows` does. */
export function measure(
  classifier: Classifier,
  table: Table,
  now: () => number,
  options: JudgingOptions = {},
): Measured {
  const judgement = judgedRows(classifier, table, now, options);
  const { confusion, accuracy, macroF1, mcc, auc, averagePrecision, ece, oosRecall, oosAuroc } = evaluate(
    judgement.rows,
    classifier.form,
  );
  const { bytes } = classifier;
  const { msPerRow, unsupported: otherLanguage } = judgement;
  const rows = judgement.rows.length;
  const isOutside = ({ truth }: { readonly truth: readonly number[] }) => truth.length === 0;
  const outOfScope = classifier.form.kind === "one" ? judgement.rows.filter(isOutside).length : 0;
  const counts = { rows, inScope: rows - outOfScope, outOfScope, otherLanguage };
  return {
    figures: { ...counts, accuracy, macroF1, mcc, auc, averagePrecision, ece, oosRecall, oosAuroc, bytes, msPerRow },
    confusion,
    judgement,
  };
}
