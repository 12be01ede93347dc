import type { SedgeEvent } from "@sedge/features";
import type { TrustTier } from "@sedge/protocol";
import type { BackendReport, Classification, ClusterAnswer, ClusterFound, Trigger } from "./classification.ts";
import type { ConsentState } from "./consent-state.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import type { Identifiers, IdentifyResult } from "./public/identifiers.ts";
import type { ErasureReport, ErasureRevocation, MyData } from "./public/my-data.ts";
import type { PrivacyBudget } from "./public/privacy-budget.ts";
import type { ProofPurpose } from "./public/proof-of-control.ts";
import type { Problem, StatementState } from "./public/status.ts";
import type { IntentSet, TextOptions } from "./public/text.ts";
import type { TextClassification } from "./text-classification.ts";

/** What the page sends the worker when it starts it, which is not before `classify` is given. */
export interface WorkerOptions {
  readonly site: string;
  /** Origin (and path, if any) of the edge, without a slash at the end. */
  readonly endpoint: string;
  /** Location of the SDK's own files: models, prior codebook, WASM. Ends with a slash. */
  readonly assets: string;
  readonly channel: "web" | "app";
  /**
   * What the page pins of the aggregator, with spaces between: the verifier key of its log, and those of witnesses; or its PRF public keys. A
   * manifest that is not proven so is refused.
   */
  readonly aggregatorKey?: string | undefined;
  /** ISO 3166 country whose phone numbers may come without country code. */
  readonly country?: string | undefined;
  /** Backends not to try; for tests and for sites that know better. */
  readonly withoutBackends: readonly ("webgpu" | "wasm" | "cpu")[];
  /** The support intents that texts are sorted by. A folder's address is full and ends with a slash. */
  readonly intents: IntentSet;
  readonly consent: ConsentState;
}

export interface WorkerStatus {
  readonly backend: BackendReport;
  /** `indexeddb`, or `memory` where IndexedDB is not to be had: then nothing outlives the page. */
  readonly storage: "indexeddb" | "memory";
  /** Null until the manifest has been read, which needs `link`. */
  readonly trustTier: TrustTier | null;
  /** Null until the manifest has been read. */
  readonly statement: StatementState | null;
  /** Until when the site answers a filed erasure, in seconds since 1970. */
  readonly erasureRequestedUntil: number | null;
}

/** What the worker sends the page unasked. */
export type WorkerNotice =
  | { readonly type: "classification"; readonly value: Classification }
  | { readonly type: "cluster"; readonly value: ClusterFound }
  | { readonly type: "trigger"; readonly value: Trigger }
  | { readonly type: "problem"; readonly value: Problem }
  | { readonly type: "status"; readonly value: WorkerStatus }
  /** Answered with a proof of control, or nothing; every other notice is not answered. */
  | { readonly type: "proof"; readonly value: ProofPurpose };

/**
 * What the worker offers the page through Comlink. Every method but `build` is refused with a coded error before `start`. Errors
 * cross as plain `Error` whose `name` is `SedgeError` and whose `message` is `code: sentence`.
 */
export interface WorkerApi {
  /** Names the build of the worker's code. The page asks this first, and talks to no worker of another build. */
  build(): Promise<string>;
  start(options: WorkerOptions, notify: (notice: WorkerNotice) => unknown): Promise<WorkerStatus>;
  /**
   * Takes events in the order they happened; classifies and assigns again when they change something. Resolves when they are
   * stored; a batch that is handed over again counts once.
   */
  ingest(events: readonly SedgeEvent[]): Promise<void>;
  classify(): Promise<Classification>;
  /** Reads a text. It is dropped when this resolves: only numbers of it count towards the session. */
  classifyText(text: string, options: TextOptions): Promise<TextClassification>;
  cluster(): Promise<ClusterAnswer>;
  identify(identifiers: Identifiers): Promise<IdentifyResult>;
  setConsent(consent: ConsentState): Promise<void>;
  privacyBudget(): Promise<PrivacyBudget>;
  ledger(): Promise<readonly LedgerEntry[]>;
  exportMyData(): Promise<MyData>;
  eraseMyData(): Promise<ErasureReport>;
  /** Takes back the requests that erasures of this device have filed. */
  revokeErasure(): Promise<ErasureRevocation>;
  /** Forgets the person, as after a log-out: tokens and session go; consent stays. */
  reset(): Promise<void>;
}

/** What a method of the worker resolves to. */
export type Reply<Name extends keyof WorkerApi> = Awaited<ReturnType<WorkerApi[Name]>>;

/**
 * What the module `worker.js` exports. Loaded in a worker it answers on `self` by itself; where no worker can be
 * started, the page imports the same module and hands it one end of a MessageChannel.
 */
export interface WorkerModule {
  serve(port: MessagePort): void;
}
