import { calibrate, emptySession, featureRecord, modelInput } from "@sedge/features";
import type { ModelManifest } from "@sedge/features/model-manifest";
import { dequantise, forward } from "@sedge/features/dense-network";
import { columnOf, finiteCell } from "@sedge/connector/rows";
import { severalOf } from "./answer-form.ts";
import type { Classifier } from "./classifier.ts";

/** Probability from which an output of a session model counts as true. */
const THRESHOLD = 0.5;

/** A session model's predictions for rows of its features. Each output is decided separately. */
export function sessionClassifier(manifest: ModelManifest, weights: Uint8Array): Classifier {
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  const classes = manifest.outputs.map(({ code }) => code);
  const features = [...new Set(manifest.inputs.map(({ feature }) => feature))];
  const empty = featureRecord(emptySession(0));
  return {
    name: manifest.name,
    classes,
    form: severalOf(classes),
    hasScope: false,
    labelColumn: "label",
    bytes: manifest.weights.bytes,
    over: (table) => {
      const read = features.map((name) => ({ name, index: columnOf(table, name) }));
      return ({ row, cells }) => {
        const given = read.map(({ name, index }) => [name, finiteCell(table, row, name, (cells[index] ?? "").trim())]);
        const logits = forward(network, modelInput(manifest, { ...empty, ...Object.fromEntries(given) }));
        const probabilities = manifest.outputs.map((output, index) => calibrate(output, logits[index] ?? 0));
        const predicted = probabilities.flatMap((probability, index) => (probability >= THRESHOLD ? [index] : []));
        return { predicted, probabilities, outOfScope: null, isOutOfScope: false };
      };
    },
  };
}
