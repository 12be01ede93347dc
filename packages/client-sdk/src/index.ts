import type { Classifier } from "./lib/public/classifier.ts";
import type { ClassifierOptions } from "./lib/public/classifier-options.ts";
import { parseSettings } from "./lib/settings.ts";
import { startClassifier } from "./lib/start-classifier.ts";

export type {
  Backend,
  BackendReport,
  Classification,
  ClusterAnswer,
  Friction,
  FrictionSignal,
  IntentShare,
  Prediction,
  Reason,
  Resolution,
} from "./lib/classification.ts";
export type { Classifier, ClassifierEvents } from "./lib/public/classifier.ts";
export type { ClassifierOptions, Signal } from "./lib/public/classifier-options.ts";
export type { Consent, ConsentChoice, ConsentOptions, ConsentPurpose, ConsentState } from "./lib/public/consent.ts";
export type { Identifiers, IdentifyOutcome } from "./lib/public/identifiers.ts";
export type { Codeword, EdgeData, ErasureReport, LedgerEntry, MyData } from "./lib/public/my-data.ts";
export type { PrivacyBudget } from "./lib/public/privacy-budget.ts";
export type { GoodsProperties, PageKind, PageProperties } from "./lib/public/properties.ts";
export type { Problem, Status } from "./lib/public/status.ts";
export type { IntentModelFolder, IntentSet, TextOptions, TextTurn } from "./lib/public/text.ts";
export type {
  SupportIntent,
  TextAnswer,
  TextClass,
  TextClassification,
  TextQuestion,
  TextScore,
  TextSource,
  WordReason,
} from "./lib/text-classification.ts";
export { SedgeError } from "./lib/sedge-error.ts";

/**
 * Starts Sedge on this page: it notices what happens, and waits for the visitor's decision with everything else. Call it
 * once a page, in a browser.
 *
 * @throws SedgeError `bad-option`, naming the option that does not fit.
 */
export function createClassifier(options: ClassifierOptions): Classifier {
  return startClassifier(
    parseSettings(options, new URL(/* @vite-ignore */ "../script/", import.meta.url).href, document.baseURI),
  );
}
