import type { ProfileExport } from "@sedge/protocol";
import type { ConsentState as InnerConsentState } from "../consent-state.ts";
import type { LedgerEntry as InnerLedgerEntry } from "../ledger-entry.ts";
import type { Abstention as InnerAbstention, PageKind as InnerPageKind } from "@sedge/features";
import type { Friction as InnerFriction } from "@sedge/features/friction";
import type { RankedIntent } from "@sedge/features/intent";
import type { Resolution as InnerResolution } from "@sedge/features/resolution";
import type { Abstention, Friction, IntentShare, Resolution } from "../classification.ts";
import type { ClassifierOptions } from "./classifier-options.ts";
import type { Classifier } from "./classifier.ts";
import type { ConsentState } from "./consent.ts";
import type { EdgeData, LedgerEntry } from "./my-data.ts";
import type { PageKind } from "./properties.ts";

// The public types are written out, so that the published declarations need no private package. Here they are held to the
// inner ones: what comes out fits, and what goes in fits.
declare const innerConsent: InnerConsentState;
declare const innerEntry: InnerLedgerEntry;
declare const innerProfile: ProfileExport;
declare const innerKind: InnerPageKind;
declare const innerFriction: InnerFriction;
declare const innerResolution: InnerResolution;
declare const innerAbstention: InnerAbstention;
declare const kind: PageKind;
declare const intent: IntentShare["code"];
export const outward: [ConsentState, LedgerEntry, EdgeData, PageKind, Friction, Resolution, Abstention] = [
  innerConsent,
  innerEntry,
  innerProfile,
  innerKind,
  innerFriction,
  innerResolution,
  innerAbstention,
];
export const inward: [InnerPageKind, RankedIntent["code"]] = [kind, intent];

declare const classifier: Classifier;
// @ts-expect-error -- an endpoint is required
export const missing: ClassifierOptions = { site: "demo" };
// @ts-expect-error -- there is no such signal
export const unknownSignal: ClassifierOptions = { site: "demo", endpoint: "https://e", autoCapture: { mouse: true } };
// @ts-expect-error -- there may be no cluster: `abstained` says why
void classifier.cluster().then(({ clusterId }): string => clusterId);
void classifier.cluster().then((answer): string => (answer.abstained ? answer.abstained.message : answer.clusterId));
// The event comes with a cluster only.
classifier.on("cluster", ({ clusterId }): string => clusterId);
// @ts-expect-error -- there is no such purpose
void classifier.consent.set({ advertise: true });
// @ts-expect-error -- there is no such event
classifier.on("keystroke", () => undefined);
// @ts-expect-error -- an element is no text
void classifier.classifyText(document.body);
// @ts-expect-error -- there is no such question
void classifier.classifyText("hello", { questions: ["age"] });
// @ts-expect-error -- a model folder needs its manifest's hash
export const unpinned: ClassifierOptions = { site: "demo", endpoint: "https://e", intents: { url: "/models/ours/" } };
// @ts-expect-error -- a name is no identifier
void classifier.identify({ name: "Jo" });
