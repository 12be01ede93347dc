import type { Classifier } from "./public/classifier.ts";
import type { ClassifierOptions } from "./public/classifier-options.ts";
import { classifierApi } from "./classifier-api.ts";
import { PageClassifier } from "./page-classifier.ts";
import { parseSettings } from "./settings.ts";

/**
 * Starts Sedge on this page.
 *
 * @param options - As a page gives them.
 * @param defaultAssets - Folder of Sedge's files where the options name none.
 * @throws SedgeError `bad-option`, naming the option that does not fit.
 */
export function startClassifier(options: ClassifierOptions, defaultAssets: string): Classifier {
  const page = new PageClassifier(parseSettings(options, defaultAssets), window);
  page.start();
  return classifierApi(page);
}
