import type { Classifier } from "./classifier.ts";
import type { StoredModel } from "@sedge/connector/stored-model";
import { sessionClassifier } from "./session-classifier.ts";
import { tabularClassifier } from "./tabular-classifier.ts";
import { textClassifier } from "./text-classifier.ts";
import type { TextColumns } from "./text-rows.ts";

/**
 * Predictions of a stored model, by the float64 reference that every backend reproduces. `columns`: those that a text
 * model reads.
 */
export function classifierOf(stored: StoredModel, columns?: TextColumns): Classifier {
  switch (stored.kind) {
    case "text":
      return textClassifier(stored.manifest, stored.weights, columns);
    case "tabular":
      return tabularClassifier(stored.manifest, stored.weights);
    case "session":
      return sessionClassifier(stored.manifest, stored.weights);
  }
}
