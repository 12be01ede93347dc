import type { ClassifierOptions } from "./lib/public/classifier-options.ts";
import type { Problem } from "./lib/public/status.ts";
import { call } from "./lib/script/calls.ts";
import { startClassifier } from "./lib/start-classifier.ts";

export { startClassifier as createClassifier } from "./lib/start-classifier.ts";
export { SedgeError } from "./lib/sedge-error.ts";

/** A call that was made before the SDK came, and how its promise is kept. */
interface EarlyCall {
  readonly call: readonly unknown[];
  readonly settle: (outcome: unknown) => void;
}

/** Prints a problem once a code: a page without a listener of its own would never hear of it. */
function printProblems(): (problem: Problem) => void {
  const printed = new Set<string>();
  return ({ code, message }) => {
    if (printed.has(code)) return;
    printed.add(code);
    // oxlint-disable-next-line no-console -- the script tag's author has no other place to look
    console.warn(`sedge: ${message}`);
  };
}

/**
 * The loader's way in: starts the classifier, puts it where `window.sedge` was, and makes the calls that waited, in order.
 * @throws SedgeError `bad-option`, which the loader prints.
 */
export function install(options: ClassifierOptions, early: readonly EarlyCall[]): void {
  const classifier = startClassifier(options, new URL("./", import.meta.url).href);
  classifier.on("problem", printProblems());
  const sedge = (...values: unknown[]) => call(classifier, values);
  Object.assign(window, { sedge: Object.assign(sedge, classifier, { loading: true }) });
  for (const { call: values, settle } of early) {
    const outcome = call(classifier, values);
    settle(outcome);
    // Whoever holds the promise hears of a rejection; the stub's callers hold none.
    outcome.catch(() => undefined);
  }
}
