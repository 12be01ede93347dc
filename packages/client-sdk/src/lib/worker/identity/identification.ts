import type { RandomSource } from "@sedge/privacy/prf";
import type { SignedReceipt } from "@sedge/protocol";
import type { IdentifyResult } from "../../public/identifiers.ts";
import { SedgeError } from "../../sedge-error.ts";
import type { SiteFiles } from "../clusters/site-files.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { retryDelayMs } from "../outbox/next-step.ts";
import type { GuardedStore } from "../storage/guarded-store.ts";
import { type StoredKeys, signersOf } from "../storage/stored-keys.ts";
import type { Send } from "../wire/wire.ts";
import { unsignedReceipt } from "../wire/consent-gate.ts";
import { partFromLandingLink, forgetPerson } from "./forget-person.ts";
import { type Evaluated, evaluate } from "./evaluation.ts";
import { isUnreachable } from "../lazy-chunks.ts";
import type { NormalisedIdentifier } from "./normalised-identifier.ts";

/**
 * Whether the identified person can be the one whose keys are stored: no kind has another token than before. During a
 * key rotation, `identified` has keys of both epochs. Keys of any other epoch cannot be compared and count as another
 * person's: linking two people is worse than forgetting one.
 */
export function isSamePerson(stored: readonly StoredKeys[], identified: readonly StoredKeys[]): boolean {
  return stored.every((before) => {
    const comparable = identified.filter(({ epoch }) => epoch === before.epoch);
    const now = comparable.find(({ kind }) => kind === before.kind);
    return comparable.length > 0 && (!now || now.token === before.token);
  });
}

/** What identification depends on. */
export interface IdentificationDeps {
  readonly store: GuardedStore;
  readonly send: Send;
  readonly siteFiles: SiteFiles;
  readonly outbox: Outbox;
  readonly random: RandomSource;
  readonly receipt: () => SignedReceipt;
  /** Called when a queued identification has failed and will not be retried. */
  readonly onFailed: (error: SedgeError) => void;
}

/** Gives the identifiers in their one spelling, once the rules for it are loaded. */
export type ReadIdentifiers = () => Promise<readonly NormalisedIdentifier[]>;

const WAITING: IdentifyResult = { state: "waiting", tokens: 0 };

/**
 * Makes an identifier's keys and links its tokens. While the network or the second operator is unreachable, the identifier
 * waits in this worker's memory and is tried again as long as the page lives; it is never stored, so a page that is
 * closed meanwhile identifies again at its next load, as after every log-in.
 */
export class Identification {
  readonly #deps: IdentificationDeps;
  #waiting: ReadIdentifiers | undefined;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: IdentificationDeps) {
    this.#deps = deps;
  }

  /** @throws SedgeError for failures that a later try cannot change, such as `bad-proof` or `aggregator-key-mismatch`. */
  async identify(read: ReadIdentifiers): Promise<IdentifyResult> {
    this.forget();
    this.#waiting = read;
    return this.#attempt(read);
  }

  /** Tries again what waits, as the network is back. */
  async retry(): Promise<void> {
    const read = this.#waiting;
    if (!read) return;
    try {
      await this.#attempt(read);
    } catch (error) {
      this.forget();
      this.#deps.onFailed(
        error instanceof SedgeError ? error : new SedgeError("internal-error", "Identification failed inside Sedge."),
      );
    }
  }

  /** Forgets what waits. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#waiting = undefined;
    this.#attempts = 0;
  }

  async #attempt(read: ReadIdentifiers, isSecond = false): Promise<IdentifyResult> {
    clearTimeout(this.#timer);
    const evaluated = await this.#evaluate(read);
    // The page may have moved on to somebody else, or logged out, while the operators answered.
    if (this.#waiting !== read) return WAITING;
    if (!evaluated) return this.#wait(0);
    if (evaluated.ok) {
      this.forget();
      return this.#link(evaluated.keys);
    }
    if (evaluated.code === "key-epoch-changed") {
      this.#deps.siteFiles.forgetManifest();
      return isSecond ? this.#wait(0) : this.#attempt(read, true);
    }
    if (evaluated.isTransient) return this.#wait(evaluated.retryAfterSeconds);
    this.forget();
    throw new SedgeError(evaluated.code, "The edge refused to evaluate the identifier.");
  }

  /** Undefined while the manifest, or the code that it takes, can't be had. */
  async #evaluate(read: ReadIdentifiers): Promise<Evaluated | undefined> {
    const { siteFiles, receipt, send, random } = this.#deps;
    try {
      const identifiers = await read();
      return await evaluate(identifiers, await siteFiles.manifest(), unsignedReceipt(receipt()), send, random);
    } catch (error) {
      if (isUnreachable(error)) return undefined;
      if (this.#waiting === read) this.forget();
      throw error;
    }
  }

  #wait(retryAfterSeconds: number): IdentifyResult {
    this.#attempts += 1;
    const fraction = (this.#deps.random(1)[0] ?? 0) / 255;
    const delayMs = retryDelayMs(this.#attempts, fraction, retryAfterSeconds);
    this.#timer = setTimeout(() => void this.retry(), delayMs);
    return WAITING;
  }

  async #link(identified: readonly StoredKeys[]): Promise<IdentifyResult> {
    const { outbox, receipt } = this.#deps;
    const store = this.#deps.store.work();
    await partFromLandingLink(store, outbox, receipt);
    if (!isSamePerson(await store.keys.list(), identified)) await forgetPerson(store);
    // While keys rotate, both epochs' keys sign, so that the profile is carried over; the newest are kept.
    for (const keys of newestOf(identified)) await store.keys.put(keys);
    const all = new Map([...identified, ...(await store.keys.list())].map((keys) => [keys.token, keys]));
    const keys = signersOf([...all.values()]);
    // Everything was erased meanwhile: linking now would bring it back.
    if (await store.isOver()) return WAITING;
    const sent = await outbox.perform({ action: "link", keys, receipt: receipt() }, store);
    if (sent.state === "dropped") throw new SedgeError(sent.code, "The edge refused to link the identifier.");
    if (sent.state === "waiting") return WAITING;
    return { state: "linked", tokens: sent.result?.tokens ?? keys.length };
  }
}

/** Of each kind the keys of the newest epoch. */
function newestOf(identified: readonly StoredKeys[]): StoredKeys[] {
  const epoch = Math.max(...identified.map((keys) => keys.epoch));
  return identified.filter((keys) => keys.epoch === epoch);
}
