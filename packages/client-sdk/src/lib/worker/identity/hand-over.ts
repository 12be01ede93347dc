import { fromBase64url } from "@sedge/privacy/base64url";
import type { RandomSource } from "@sedge/privacy/prf";
import { type ConsentReceipt, HandoverSecret } from "@sedge/protocol";
import * as v from "valibot";
import type { IdentifyOutcome } from "../../public/identifiers.ts";
import { SedgeError } from "../../sedge-error.ts";
import type { SiteFiles } from "../clusters/site-files.ts";
import { isCodeUnavailable, lateCode } from "../late-code.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { randomFraction } from "../outbox/random-fraction.ts";
import { retryDelayMs } from "../outbox/retry-delay.ts";
import type { Store } from "../storage/store.ts";
import { DEVICE, signersOf, type StoredKeys } from "../storage/stored-keys.ts";
import { partFromHandOver } from "./device-key.ts";

/** What a page passes to `identify` for a hand-over: its secret, and nothing beside it. */
const Given = v.strictObject({ handover: HandoverSecret });

/** Bytes that a device's own key is derived from: as many as a PRF gives, of the platform's generator. */
const KEY_MATERIAL_BYTES = 64;

/** What taking a hand-over needs of its surroundings. */
export interface HandOverSurroundings {
  readonly site: string;
  readonly store: Store;
  readonly siteFiles: SiteFiles;
  readonly outbox: Outbox;
  readonly random: RandomSource;
  readonly receipt: () => Promise<ConsentReceipt>;
}

/** Whether `identify` was given a hand-over. */
export function isHandOver(given: unknown): boolean {
  return Object(given).handover !== undefined;
}

/**
 * Takes the hand-over of a landing link: the device makes a key of its own, random and for this site alone, and links it under the
 * signature of the hand-over's. The secret is in memory until then, and is never stored; while the network is away it is
 * tried again as long as the page lives.
 */
export class HandOver {
  readonly #surroundings: HandOverSurroundings;
  #waiting: string | undefined;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(surroundings: HandOverSurroundings) {
    this.#surroundings = surroundings;
  }

  /**
   * @throws SedgeError `bad-handover` for something else than a secret alone; `already-identified` where the visitor has signed in on this
   * device, which says more than a link; `handover-spent`, `handover-expired` or another refusal of the edge.
   */
  async take(given: unknown): Promise<IdentifyOutcome> {
    const parsed = v.safeParse(Given, given);
    if (!parsed.success)
      throw new SedgeError("bad-handover", "A hand-over is 22 characters of base64url, given alone.");
    this.forget();
    this.#waiting = parsed.output.handover;
    return this.#attempt(parsed.output.handover);
  }

  /** Tries again what waits, as the network is back. What it is refused for then, the outbox tells. */
  async retry(): Promise<void> {
    if (this.#waiting !== undefined) await this.#attempt(this.#waiting).catch(() => undefined);
  }

  /** Forgets what waits. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#waiting = undefined;
    this.#attempts = 0;
  }

  async #attempt(secret: string): Promise<IdentifyOutcome> {
    clearTimeout(this.#timer);
    const { store, outbox, random, receipt, site, siteFiles } = this.#surroundings;
    try {
      const [{ deriveLinkKeys }, { handoverKeys }] = await Promise.all([lateCode.linkKey(), lateCode.handover()]);
      const { epoch } = (await siteFiles.manifest()).prf;
      const handover = await handoverKeys(fromBase64url(secret), site);
      const own = await deriveLinkKeys(random(KEY_MATERIAL_BYTES), site, epoch);
      // The visitor may have signed in, logged out or withdrawn while this was fetched.
      if (this.#waiting !== secret) return { state: "waiting", tokens: 0 };
      this.forget();
      if ((await store.keys.list()).some(({ kind }) => kind !== DEVICE)) {
        throw new SedgeError("already-identified", "The visitor has signed in on this device, which says more.");
      }
      await partFromHandOver(store, outbox, receipt);
      const device: StoredKeys = { kind: DEVICE, epoch, ...own };
      await store.keys.put(device);
      const fate = await outbox.perform({
        action: "link",
        keys: [handover, ...signersOf([device])],
        kinds: { [handover.token]: "handover" },
        receipt: await receipt(),
      });
      if (fate.state === "dropped") throw new SedgeError(fate.code, "The edge refused the hand-over.");
      if (fate.state === "waiting") return { state: "waiting", tokens: 0 };
      return { state: "linked", tokens: fate.outcome?.tokens ?? 1 };
    } catch (error) {
      const isAway = isCodeUnavailable(error) || (error instanceof SedgeError && error.code === "edge-unavailable");
      if (!isAway || this.#waiting !== secret) throw error;
      this.#attempts += 1;
      const delayMs = retryDelayMs(this.#attempts, randomFraction(random));
      this.#timer = setTimeout(() => void this.retry(), delayMs);
      return { state: "waiting", tokens: 0 };
    }
  }
}
