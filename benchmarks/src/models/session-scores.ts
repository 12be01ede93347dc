import { auc } from "@sedge/models/auc";
import { calibrationError } from "@sedge/models/calibration-error";
import { probabilitiesOf } from "@sedge/models/figures";
import { readModel } from "@sedge/models/model-folder";
import type { ShippedModel } from "@sedge/models/shipped-model";
import type { ModelScores } from "./model-score.ts";

/** Names of questions that differ in the reference figures. */
const MEASURES: Readonly<Record<string, string>> = { purchase: "AUC: buys" };

/** Scores of a session model, by question. */
export function sessionScores({ plan, examples, questions }: ShippedModel, now: () => number): ModelScores {
  const unseen = examples()?.test;
  if (!unseen) return "no data";
  const model = readModel(plan.name);
  return questions.map(({ what, output, about }) => {
    const asked = unseen.filter(about);
    const answers = asked.map((example) => example.answers[output] ?? false);
    const startedAt = now();
    const probabilities = probabilitiesOf(model, output, asked);
    const msPerRow = (now() - startedAt) / asked.length;
    return {
      model: plan.name,
      measure: MEASURES[what] ?? `AUC: ${what}`,
      value: auc(probabilities, answers),
      ece: calibrationError(probabilities, answers, "width"),
      rows: asked.length,
      bytes: model.manifest.weights.bytes,
      msPerRow,
    };
  });
}
