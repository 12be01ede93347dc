import type { Classifier } from "./public/classifier.ts";
import type { Settings } from "./settings.ts";
import { classifierApi } from "./classifier-api.ts";
import { PageClassifier } from "./page-classifier.ts";

/** Starts Sedge on this page, with settings already checked. */
export function startClassifier(settings: Settings): Classifier {
  const page = new PageClassifier(settings, window);
  page.start();
  return classifierApi(page);
}
