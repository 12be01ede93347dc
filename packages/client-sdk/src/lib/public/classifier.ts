import type { Classification, ClusterAnswer, ClusterFound, Trigger } from "../classification.ts";
import type { Consent, ConsentState } from "./consent.ts";
import type { Identifiers, IdentifyResult } from "./identifiers.ts";
import type { ErasureReport, ErasureRevocation, LedgerEntry, MyData } from "./my-data.ts";
import type { Personalize } from "./personalize.ts";
import type { PrivacyBudget } from "./privacy-budget.ts";
import type { ProofOfControl } from "./proof-of-control.ts";
import type { ProductProperties, PageProperties } from "./properties.ts";
import type { Problem, Status } from "./status.ts";
import type { TextClassification } from "../text-classification.ts";
import type { TextOptions } from "./text.ts";

/** What can be listened to, and what a listener is given. */
export interface ClassifierEvents {
  /** A new conclusion about the session. */
  readonly classification: Classification;
  /** A new cluster to personalise with. While there is none (`abstained`), this event does not come. */
  readonly cluster: ClusterFound;
  /** A trigger rule of the site has fired for the visitor, with the answer to what this page sent. */
  readonly trigger: Trigger;
  /** A text was read: one given to `classifyText`, or one of a field that the site marked with `data-sedge-text`. */
  readonly text: TextClassification;
  /** The decision changed, here or in another tab. */
  readonly consent: ConsentState;
  readonly status: Status;
  /** Something did not work; classification goes on in the next best way. */
  readonly problem: Problem;
}

/**
 * Understands the visitor's behaviour on this page, on the device. Every method that returns a promise rejects with a
 * `SedgeError`, whose `code` is stable: `consent-required` where the purpose it needs is not given, `stopped` after
 * `stop()`, `worker-unavailable` where the classifier could not be started, and what each method adds.
 */
export interface Classifier {
  /**
   * Says that something happened. `cart-add`, `cart-remove` (both with product), `checkout-start`, `purchase` and `search`
   * have a meaning of their own; any other name (lower case, digits, hyphens, at most 32 characters) is the site's.
   * Never throws: a name or property of another form is reported as the problem `bad-event` and dropped.
   */
  track(name: string, properties?: ProductProperties): void;
  /** Says that a page is seen, as a single-page site may do in its router; replaces the view that Sedge would note itself. */
  page(properties?: PageProperties): void;
  /**
   * Links this visit to a person's other channels. Needs `link`: before the visitor has decided, the call waits in this page's memory.
   * @throws SedgeError `no-identifier`, `bad-email`, `bad-phone`, `bad-loyalty`, `bad-account`, `bad-landing-link`,
   *   `proof-required` where the identifiers belong to two profiles and nothing proves that the visitor is signed in,
   *   `bad-proof-of-control`, or another problem code of the edge.
   */
  identify(identifiers: Identifiers): Promise<IdentifyResult>;
  /**
   * States how this page proves that the visitor is signed in. Call it on every page of a signed-in visitor, before what needs a proof:
   * an export, an erasure, a withdrawal, and an `identify` that joins two profiles. The function stays in the page's memory until
   * `reset()`. Call it with null to forget it.
   */
  setProof(proof: ProofOfControl | null): void;
  /** What the device concludes about the session so far. Needs `classify`. */
  classify(): Promise<Classification>;
  /**
   * What the device understands of a text that the visitor gave the site: what they want, and how they feel. Needs `classify`.
   * The text goes to the worker and nowhere else: it is neither stored nor sent. Its frustration counts towards the
   * session's `resolution` as a number. Of a text longer than 2,000 characters the rest is not read.
   * @throws SedgeError `bad-text` for something else than a text with words in it, or options of another form.
   */
  classifyText(text: string, options?: TextOptions): Promise<TextClassification>;
  /**
   * The visitor's cluster, or `abstained` with the reason and a `clusterId` of null while nothing was seen that clusters are made of. Needs
   * `classify`; asks the edge only with `link`.
   */
  cluster(): Promise<ClusterAnswer>;
  /** Calls `listener` from now on. Returns the function that ends it. */
  on<Name extends keyof ClassifierEvents>(name: Name, listener: (value: ClassifierEvents[Name]) => void): () => void;
  /** Shows, hides and swaps content of this page, on the device. */
  readonly personalize: Personalize;
  readonly consent: Consent;
  /** What contributions under `learn` have spent of this device's privacy budget, and the site's; null where nothing ran. */
  privacyBudget(): Promise<PrivacyBudget | null>;
  /** The newest 2,000 messages that this device sent, byte for byte, oldest first; empty where nothing ran. An erasure begins it again. */
  ledger(): Promise<readonly LedgerEntry[]>;
  /** Everything that Sedge stores about the visitor, here and, with a proof that they are signed in, at the edge. */
  exportMyData(): Promise<MyData>;
  /**
   * Deletes it. Without a proof that the visitor is signed in (`setProof`), the edge erases what belongs to this device alone and files
   * the rest as a request for the site to answer. The consent decision stays; withdraw it with `consent.set("none")`, which erases as well. A vote that
   * was added to a sum stays in it, because nobody can identify it; and while `learn` is given, the device remembers
   * what it has spent.
   */
  eraseMyData(): Promise<ErasureReport>;
  /**
   * Takes back what `eraseMyData` of this device has filed for the site to answer. Needs `link`, and the same identifiers again: call
   * `identify` first. What was erased at once stays erased. After `reset()` or a withdrawal the device no longer knows its requests.
   * @throws SedgeError `no-identifier` where a request is open and nobody was identified since.
   */
  revokeErasure(): Promise<ErasureRevocation>;
  /** Forgets the person, as after a log-out; consent stays. */
  reset(): Promise<void>;
  status(): Status;
  /** Ends listening and the worker. The object is of no use afterwards. */
  stop(): void;
}
