import { textAnswer, textModelInput } from "@sedge/features/text";
import type { TextModelManifest } from "@sedge/features/text-model-manifest";
import { dequantise, forward } from "@sedge/features/dense-network";
import { columnOf } from "@sedge/connector/rows";
import { oneOf, severalOf } from "./answer-form.ts";
import type { Classifier, ModelAnswer } from "./classifier.ts";
import { ENGLISH, otherLanguage } from "./text-language.ts";
import type { TextColumns } from "./text-rows.ts";

/** The columns that a text task reads, if the call names no others. */
export const TEXT_COLUMNS: TextColumns = { text: "text", label: "label" };

/** A text model's predictions. A softmax refuses an empty text, and one in a language that it was not taught. */
export function textClassifier(
  manifest: TextModelManifest,
  weights: Uint8Array,
  columns: TextColumns = TEXT_COLUMNS,
): Classifier {
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  const classes = manifest.classes.map(({ code }) => code);
  const isSoftmax = manifest.answer.kind === "softmax";
  const answerTo = (text: string): ModelAnswer => {
    const answer = textAnswer(manifest, forward(network, textModelInput(manifest, weights, text)));
    const unsupported = otherLanguage(text, manifest.languages ?? ENGLISH);
    const isOutOfScope = answer.isOutOfScope || (isSoftmax && (text.trim() === "" || unsupported !== undefined));
    const predicted = answer.classes.flatMap(({ isPredicted }, index) => (isPredicted ? [index] : []));
    return {
      predicted: isOutOfScope || unsupported !== undefined ? [] : predicted,
      probabilities: answer.classes.map(({ probability }) => probability),
      outOfScope: answer.outOfScope,
      isOutOfScope,
      ...(unsupported !== undefined && { unsupportedLanguage: unsupported }),
    };
  };
  return {
    name: manifest.name,
    classes,
    form: isSoftmax ? oneOf(classes) : severalOf(classes),
    hasScope: isSoftmax,
    labelColumn: columns.label,
    bytes: manifest.weights.bytes,
    over: (table) => {
      const column = columnOf(table, columns.text);
      return ({ cells }) => answerTo(cells[column] ?? "");
    },
  };
}
