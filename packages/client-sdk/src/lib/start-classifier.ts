import { BUILD_ID } from "./build-id.ts";
import { SedgeError } from "./sedge-error.ts";
import type { WatchedSettings } from "./settings.ts";
import { classifierApi, type CoreClassifier } from "./classifier-api.ts";
import { PageClassifier } from "./page-classifier.ts";

/** Is given the page's Sedge as soon as it has started: an app's bridge, which drives more of it than a page may. */
export type Started = (page: PageClassifier, api: CoreClassifier) => void;

/**
 * Starts Sedge on this page, with settings already checked.
 * @throws SedgeError `build-mismatch` if the page reader is of another build, as from a cache.
 */
export function startClassifier(settings: WatchedSettings, started?: Started): CoreClassifier {
  if (settings.hooks.reader.build !== BUILD_ID)
    throw new SedgeError("build-mismatch", "page-reader.js is of another build; reload the page.");
  const page = new PageClassifier(settings, window);
  const api = classifierApi(page);
  page.start();
  started?.(page, api);
  return api;
}
