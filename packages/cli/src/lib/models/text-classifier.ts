import { textAnswer, textModelInput } from "@sedge/features/text";
import type { TextModelManifest } from "@sedge/features/text-model-manifest";
import { dequantise, forward } from "@sedge/features/dense-network";
import { columnOf } from "@sedge/connector/rows";
import { oneOf, severalOf } from "./answer-form.ts";
import type { Classifier, ModelAnswer } from "./classifier.ts";

/** The column that a text model reads. */
export const TEXT_COLUMN = "text";
/** The column of a text model's labels. */
export const TEXT_LABEL_COLUMN = "label";

/** A text model's predictions. */
export function textClassifier(manifest: TextModelManifest, weights: Uint8Array): Classifier {
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  const classes = manifest.classes.map(({ code }) => code);
  const answerTo = (text: string): ModelAnswer => {
    const answer = textAnswer(manifest, forward(network, textModelInput(manifest, weights, text)));
    const predicted = answer.classes.flatMap(({ isPredicted }, index) => (isPredicted ? [index] : []));
    return {
      predicted: answer.isOutOfScope ? [] : predicted,
      probabilities: answer.classes.map(({ probability }) => probability),
      outOfScope: answer.outOfScope,
      isOutOfScope: answer.isOutOfScope,
    };
  };
  return {
    name: manifest.name,
    classes,
    form: manifest.answer.kind === "softmax" ? oneOf(classes) : severalOf(classes),
    hasScope: manifest.answer.kind === "softmax",
    labelColumn: TEXT_LABEL_COLUMN,
    bytes: manifest.weights.bytes,
    over: (table) => {
      const column = columnOf(table, TEXT_COLUMN);
      return ({ cells }) => answerTo(cells[column] ?? "");
    },
  };
}
