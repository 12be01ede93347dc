import { type Evaluation, evaluate } from "@sedge/models/evaluation";
import type { Table } from "@sedge/connector/rows";
import type { Classifier } from "./classifier.ts";
import { type Judgement, judgedRows } from "./judged-rows.ts";

/** The figures of a model: the fields of `models eval --json`, in order. */
export interface ModelFigures extends Omit<Evaluation, "confusion"> {
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
export function measure(classifier: Classifier, table: Table, now: () => number): Measured {
  const judgement = judgedRows(classifier, table, now);
  const { confusion, accuracy, macroF1, mcc, auc, averagePrecision, ece, oosRecall, oosAuroc } = evaluate(
    judgement.rows,
    classifier.form,
  );
  const { bytes } = classifier;
  const { msPerRow } = judgement;
  return {
    figures: { accuracy, macroF1, mcc, auc, averagePrecision, ece, oosRecall, oosAuroc, bytes, msPerRow },
    confusion,
    judgement,
  };
}
