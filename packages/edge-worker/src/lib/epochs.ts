import { publishedEpochs } from "@sedge/operator";
import type { EpochKeys, KeyEpoch, KeyEpochs } from "@sedge/protocol";
import { type EdgeEnv, settingsOf } from "./settings.ts";

/** How long an isolate goes by the epochs that it has read. Evaluations ask the keeper itself, each time. */
const REMEMBERED_MS = 10_000;
const MAX_REMEMBERED = 1_000;

/** An epoch whose tokens are read, and this operator's key of it. */
export type ReadEpoch = Pick<EpochKeys, "epoch" | "edgeKey">;

/** The epochs of a site whose tokens are read now. */
export interface ReadEpochs {
  readonly current: ReadEpoch;
  readonly previous?: ReadEpoch;
}

/** What keeps the site's PRF keys at this operator. */
export function keeperOf(env: EdgeEnv, site: string) {
  return env.PRF_KEEPER.get(env.PRF_KEEPER.idFromName(site));
}

/** All epochs of a site at this operator. */
export async function epochsOf(env: EdgeEnv, site: string): Promise<KeyEpochs> {
  return publishedEpochs(await keeperOf(env, site).epochs(), settingsOf(env).PRF_SEED, site);
}

/** The numbers of the epochs, the current first. */
export function epochNumbers({ current, previous }: ReadEpochs): KeyEpoch[] {
  return previous ? [current.epoch, previous.epoch] : [current.epoch];
}

/** Reads which epochs of a site are read, and remembers it for some seconds. */
export class Epochs {
  readonly #remembered = new Map<string, { readonly epochs: ReadEpochs; readonly until: number }>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param isFresh - Whether to read it even if it is remembered. */
  async read(env: EdgeEnv, site: string, isFresh = false): Promise<ReadEpochs> {
    const known = isFresh ? undefined : this.#remembered.get(site);
    if (known && known.until > this.#now()) return known.epochs;
    const { epochs: all } = await epochsOf(env, site);
    const of = (wanted: "current" | "previous"): ReadEpoch | undefined => {
      const found = all.find(({ state }) => state === wanted);
      return found?.publicKey ? { epoch: found.epoch, edgeKey: found.publicKey } : undefined;
    };
    const [current, previous] = [of("current"), of("previous")];
    if (!current) throw new Error("a site has no current key epoch");
    const epochs = { current, ...(previous && { previous }) };
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(site, { epochs, until: this.#now() + REMEMBERED_MS });
    return epochs;
  }
}
