import { fromBase64url } from "@sedge/privacy/base64url";
import type { RandomSource } from "@sedge/privacy/prf";
import { type SignedReceipt, LandingLinkSecret } from "@sedge/protocol";
import * as v from "valibot";
import type { IdentifyResult } from "../../public/identifiers.ts";
import { SedgeError } from "../../sedge-error.ts";
import type { SiteFiles } from "../clusters/site-files.ts";
import { lazyChunks, isUnreachable } from "../lazy-chunks.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { randomFraction, retryDelayMs } from "../outbox/next-step.ts";
import type { GuardedStore } from "../storage/guarded-store.ts";
import { DEVICE, signersOf, type StoredKeys } from "../storage/stored-keys.ts";
import { partFromLandingLink } from "./forget-person.ts";

/** What a page passes to `identify` for a landing link: its secret, and nothing beside it. */
const Given = v.strictObject({ landingLink: LandingLinkSecret });

/** Bytes that a device's own key is derived from: as many as a PRF gives, of the platform's generator. */
const KEY_MATERIAL_BYTES = 64;

/** What taking a landing link depends on. */
export interface LandingLinkDeps {
  readonly site: string;
  readonly store: GuardedStore;
  readonly siteFiles: SiteFiles;
  readonly outbox: Outbox;
  readonly random: RandomSource;
  readonly receipt: () => SignedReceipt;
  /** Runs `task` while no other tab takes a landing link. */
  readonly alone: (task: () => Promise<void>) => Promise<void>;
}

/** Whether `identify` was given a landing link. */
export function isLandingLink(given: unknown): boolean {
  return Object(given).landingLink !== undefined;
}

/** It waits for the network, or has been forgotten meanwhile. */
const WAITING: IdentifyResult = { state: "waiting", tokens: 0 };

/**
 * Takes the landing link of a landing link: the device makes a key of its own, random and for this site alone, and links it under the
 * signature of the landing link's. The secret is stored from when it is given, which `link` allows, until that key is there: who goes on
 * to another page meanwhile, or while the network is down, is linked from there.
 */
export class LandingLink {
  readonly #deps: LandingLinkDeps;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: LandingLinkDeps) {
    this.#deps = deps;
  }

  /**
   * @throws SedgeError `bad-landing-link` for something else than a secret alone; `already-identified` where the visitor has signed in on this
   * device, which says more than a link; `landing-link-spent`, `landing-link-expired` or another refusal of the edge.
   */
  async accept(given: unknown): Promise<IdentifyResult> {
    const parsed = v.safeParse(Given, given);
    if (!parsed.success)
      throw new SedgeError("bad-landing-link", "A landing link is 22 characters of base64url, given alone.");
    return this.#attempt(parsed.output.landingLink);
  }

  /** Accepts a waiting landing link, if any. The outbox reports a refusal. */
  async retry(): Promise<void> {
    await this.#attempt().catch(() => undefined);
  }

  /** Forgets what waits. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    this.#attempts = 0;
    await this.#deps.store.values.delete("landingLink");
  }

  /** @param given - One that has come just now; else what waits is taken. */
  async #attempt(given?: string): Promise<IdentifyResult> {
    clearTimeout(this.#timer);
    const { store, random, alone } = this.#deps;
    let result = WAITING;
    try {
      await alone(async () => {
        if (given !== undefined) {
          this.#attempts = 0;
          await store.values.put("landingLink", given);
        }
        const secret = given ?? (await store.values.get("landingLink"));
        if (secret === undefined) return;
        result = await this.#link(secret).catch(async (error: unknown) => {
          if (!isUnreachable(error)) await this.forget();
          throw error;
        });
      });
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      this.#attempts += 1;
      const delayMs = retryDelayMs(this.#attempts, randomFraction(random));
      this.#timer = setTimeout(() => void this.retry(), delayMs);
    }
    return result;
  }

  async #link(secret: string): Promise<IdentifyResult> {
    const { outbox, random, receipt, site, siteFiles } = this.#deps;
    const store = this.#deps.store.work();
    const [{ deriveLinkKeys }, { landingLinkKeys }] = await Promise.all([
      lazyChunks.linkKey(),
      lazyChunks.landingLink(),
    ]);
    const { epoch } = (await siteFiles.manifest()).prf;
    const landingLink = await landingLinkKeys(fromBase64url(secret), site);
    const own = await deriveLinkKeys(random(KEY_MATERIAL_BYTES), site, epoch);
    // The visitor may have signed in, logged out or withdrawn while this was fetched.
    if ((await store.values.get("landingLink")) !== secret) return WAITING;
    if ((await store.keys.list()).some(({ kind }) => kind !== DEVICE)) {
      throw new SedgeError("already-identified", "The visitor has signed in on this device, which says more.");
    }
    await partFromLandingLink(store, outbox, receipt);
    const device: StoredKeys = { kind: DEVICE, epoch, ...own };
    await store.keys.put(device);
    await this.forget();
    if (await store.isOver()) return WAITING;
    const sent = await outbox.perform(
      {
        action: "link",
        keys: [landingLink, ...signersOf([device])],
        kinds: { [landingLink.token]: "landing-link" },
        receipt: receipt(),
      },
      store,
    );
    if (sent.state === "dropped") throw new SedgeError(sent.code, "The edge refused the landing link.");
    if (sent.state === "waiting") return WAITING;
    return { state: "linked", tokens: sent.result?.tokens ?? 1 };
  }
}
