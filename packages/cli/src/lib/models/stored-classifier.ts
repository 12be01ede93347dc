import type { Classifier } from "./classifier.ts";
import type { StoredModel } from "@sedge/connector/stored-model";
import { sessionClassifier } from "./session-classifier.ts";
import { tabularClassifier } from "./tabular-classifier.ts";
import { textClassifier } from "./text-classifier.ts";

/** Predictions of a stored model, by the float64 reference that every backend reproduces. */
export function classifierOf(stored: StoredModel): Classifier {
  switch (stored.kind) {
    case "text":
      return textClassifier(stored.manifest, stored.weights);
    case "tabular":
      return tabularClassifier(stored.manifest, stored.weights);
    case "session":
      return sessionClassifier(stored.manifest, stored.weights);
  }
}
