import type { RandomSource } from "@sedge/privacy/prf";
import type { ConsentReceipt, Manifest } from "@sedge/protocol";
import type { IdentifyOutcome } from "../../worker-api.ts";
import type { SiteFiles } from "../clusters/site-files.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Store } from "../storage/store.ts";
import type { StoredKeys } from "../storage/stored-keys.ts";
import type { Send } from "../wire/wire.ts";
import { SedgeError } from "../../sedge-error.ts";
import { retryDelayMs } from "../outbox/retry-delay.ts";
import { evaluate } from "./evaluation.ts";
import { forgetPerson } from "./forget-person.ts";
import type { NormalisedIdentifier } from "./normalised-identifier.ts";
import { isSamePerson } from "./same-person.ts";

/** What identification needs of its surroundings. */
export interface IdentificationSurroundings {
  readonly store: Store;
  readonly send: Send;
  readonly siteFiles: SiteFiles;
  readonly outbox: Outbox;
  readonly random: RandomSource;
  readonly receipt: () => Promise<ConsentReceipt>;
  /** Called when an identification that had to wait has failed for good. */
  readonly onFailed: (error: SedgeError) => void;
}

const WAITING: IdentifyOutcome = { state: "waiting", tokens: 0 };

/**
 * Makes an identifier's keys and links its tokens. While the network or the second operator is away, the identifier
 * waits in this worker's memory and is tried again as long as the page lives; it is never stored, so a page that is
 * closed meanwhile identifies again at its next load, as after every log-in.
 */
export class Identification {
  readonly #surroundings: IdentificationSurroundings;
  #waiting: readonly NormalisedIdentifier[] | undefined;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(surroundings: IdentificationSurroundings) {
    this.#surroundings = surroundings;
  }

  /** @throws SedgeError for what waiting can't mend, such as `bad-proof` or `aggregator-key-mismatch`. */
  async identify(identifiers: readonly NormalisedIdentifier[]): Promise<IdentifyOutcome> {
    this.forget();
    this.#waiting = identifiers;
    return this.#attempt(identifiers);
  }

  /** Tries again what waits, as the network is back. */
  async retry(): Promise<void> {
    const identifiers = this.#waiting;
    if (!identifiers) return;
    try {
      await this.#attempt(identifiers);
    } catch (error) {
      this.forget();
      this.#surroundings.onFailed(
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

  async #attempt(identifiers: readonly NormalisedIdentifier[], isSecond = false): Promise<IdentifyOutcome> {
    clearTimeout(this.#timer);
    const { siteFiles, receipt, send, random } = this.#surroundings;
    const manifest = await this.#manifest();
    if (!manifest) return this.#wait(0);
    const evaluated = await evaluate(identifiers, manifest, await receipt(), send, random);
    // The page may have moved on to somebody else, or logged out, while the operators answered.
    if (this.#waiting !== identifiers) return WAITING;
    if (evaluated.ok) {
      this.forget();
      return this.#link(evaluated.keys);
    }
    if (evaluated.code === "key-epoch-changed") {
      siteFiles.forgetManifest();
      return isSecond ? this.#wait(0) : this.#attempt(identifiers, true);
    }
    if (evaluated.isTransient) return this.#wait(evaluated.retryAfterSeconds);
    this.forget();
    throw new SedgeError(evaluated.code, "The edge refused to evaluate the identifier.");
  }

  async #manifest(): Promise<Manifest | undefined> {
    try {
      return await this.#surroundings.siteFiles.manifest();
    } catch (error) {
      if (error instanceof SedgeError && error.code === "edge-unavailable") return undefined;
      throw error;
    }
  }

  #wait(retryAfterSeconds: number): IdentifyOutcome {
    this.#attempts += 1;
    const fraction = (this.#surroundings.random(1)[0] ?? 0) / 255;
    const delayMs = retryDelayMs(this.#attempts, fraction, retryAfterSeconds);
    this.#timer = setTimeout(() => void this.retry(), delayMs);
    return WAITING;
  }

  async #link(identified: readonly StoredKeys[]): Promise<IdentifyOutcome> {
    const { store, outbox, receipt } = this.#surroundings;
    if (!isSamePerson(await store.keys.list(), identified)) await forgetPerson(store);
    for (const keys of identified) await store.keys.put(keys);
    const keys = (await store.keys.list()).map(({ token, signingKey }) => ({ token, signingKey }));
    const fate = await outbox.perform({ action: "link", keys, receipt: await receipt() });
    if (fate.state === "dropped") throw new SedgeError(fate.code, "The edge refused to link the identifier.");
    if (fate.state === "waiting") return WAITING;
    return { state: "linked", tokens: fate.outcome?.tokens ?? keys.length };
  }
}
