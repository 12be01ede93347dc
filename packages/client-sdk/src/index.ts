import type { Classifier } from "./lib/public/classifier.ts";
import type { ClassifierOptions } from "./lib/public/classifier-options.ts";
import * as arrival from "./arrival.ts";
import * as pageReader from "./page-reader.ts";
import { assetFolder } from "./lib/npm/asset-folder.ts";
import { serverClassifier } from "./lib/npm/server-classifier.ts";
import { claimPage } from "./lib/one-instance.ts";
import { LazyParts } from "./lib/lazy-parts.ts";
import { parseSettings } from "./lib/settings.ts";
import { startClassifier, type Started } from "./lib/start-classifier.ts";

export type {
  Abstention,
  Backend,
  BackendReport,
  Classification,
  ClusterAnswer,
  ClusterFound,
  Friction,
  FrictionSignal,
  IntentShare,
  Journey,
  NoCluster,
  Prediction,
  Reason,
  Resolution,
  Support,
  Trigger,
  VisitArrival,
} from "./lib/classification.ts";
export type { Classifier, ClassifierEvents } from "./lib/public/classifier.ts";
export type { ClassifierOptions, Signal } from "./lib/public/classifier-options.ts";
export type { Consent, ConsentChoice, ConsentOptions, ConsentPurpose, ConsentState } from "./lib/public/consent.ts";
export type { Identifiers, IdentifyResult } from "./lib/public/identifiers.ts";
export type {
  Codeword,
  EdgeData,
  ErasureReport,
  ErasureRevocation,
  LedgerEntry,
  MyData,
} from "./lib/public/my-data.ts";
export type {
  Personalize,
  PersonalizedElement,
  PersonalizeExplanation,
  PersonalizeOptions,
  PersonalizeRule,
} from "./lib/public/personalize.ts";
export type { PrivacyBudget } from "./lib/public/privacy-budget.ts";
export type { ProofOfControl, ProofPurpose } from "./lib/public/proof-of-control.ts";
export type { ProductProperties, PageKind, PageProperties } from "./lib/public/properties.ts";
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
export type { SedgeErrorCode } from "./lib/sedge-error-code.ts";

/**
 * Starts Sedge on this page: it notices what happens, and waits for the visitor's decision with everything else. Call it
 * once a page. On a server it gives a classifier that does nothing.
 *
 * @throws SedgeError `bad-option`, naming the option that does not fit; `loaded-twice` where the page runs Sedge already.
 */
export function createClassifier(options: ClassifierOptions): Classifier {
  if (typeof window === "undefined" || typeof document === "undefined") return serverClassifier();
  const assets = assetFolder(import.meta.url, location.origin);
  // In an app's webview, by the object that the app's script has put here.
  const place = Object.hasOwn(window, "sedgeHost") ? "app" : "web";
  const settings = parseSettings(options, assets, document.baseURI, place);
  const leavePage = claimPage(window);
  const late = new LazyParts(window, settings, {
    personalize: () => import("./personalize.ts"),
    tagManagers: () => import("./tag-managers.ts"),
    // Small, and wanted before the first page view, which does not wait.
    arrival: async () => arrival,
  });
  const started: Started = (page, api) => {
    if (place === "web") return;
    void import("./webview.ts").then(({ connectWebview }) => connectWebview(window, settings, page, api));
  };
  const classifier = late.join(startClassifier({ ...settings, hooks: late.hooks(arrival, pageReader) }, started));
  const stop = () => {
    leavePage();
    classifier.stop();
  };
  return { ...classifier, stop };
}
