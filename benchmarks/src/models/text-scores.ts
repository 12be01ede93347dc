import { type ModelMeasurement, measureModel } from "@sedge/cli/model-measurement";
import { artefact } from "@sedge/models/model-folder";
import type { ShippedText } from "@sedge/models/shipped-text";
import { heldOutTable } from "./held-out-table.ts";
import type { ModelScore, ModelScores } from "./model-score.ts";

/**
 * Scores of a support-intent model on its test set, including out-of-scope texts. If a set's peers cannot decline, their figure
 * is compared with the likeliest class, whether or not the model declined.
 */
export function textScores({ plan: { name }, parts }: ShippedText, now: () => number): ModelScores {
  const test = parts()?.test;
  if (!test) return "no data";
  const cells = test.map(({ text, labels }) => [text, labels[0] ?? ""]);
  const measured = measureModel(artefact(name, "."), heldOutTable(name, ["text", "label"], cells), now);
  const { accuracy, oosRecall, oosAuroc, ece, bytes, msPerRow } = measured.figures;
  const within = measured.judgement.rows.filter(({ truth }) => truth.length > 0).length;
  const score = { model: name, ece, bytes, msPerRow };
  const refusals: ModelScore[] = [
    { ...score, measure: "accuracy within scope, refusals are errors", value: accuracy, rows: within },
    { ...score, measure: "out-of-scope recall", value: oosRecall, rows: test.length - within },
    { ...score, measure: "out-of-scope AUROC", value: oosAuroc, rows: test.length },
  ];
  return [{ ...score, measure: "accuracy, refusing nothing", value: unrefused(measured), rows: within }, ...refusals];
}

function unrefused({ judgement }: ModelMeasurement): number {
  const within = judgement.rows.filter(({ truth }) => truth.length > 0);
  const right = within.filter(
    ({ truth, probabilities }) => probabilities.indexOf(Math.max(...probabilities)) === truth[0],
  );
  return right.length / within.length;
}
