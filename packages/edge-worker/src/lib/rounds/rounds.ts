import { type EdgeEnv, settingsOf } from "../settings.ts";
import type { Learning } from "./running-tasks.ts";

/** The longest that an isolate caches what it has read. The round's objects decide what they accept, each time. */
const REMEMBERED_MS = 10_000;
const MAX_REMEMBERED = 1_000;

/** What keeps a site's rounds. */
export function roundKeeperOf(env: EdgeEnv, site: string) {
  return env.ROUND_KEEPER.get(env.ROUND_KEEPER.idFromName(site));
}

/** Reads the running rounds of sites, and remembers them for some seconds. */
export class Rounds {
  readonly #remembered = new Map<string, { readonly learning: Learning; readonly until: number }>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param refresh - Whether to read again even if it is cached. */
  async read(env: EdgeEnv, site: string, refresh = false): Promise<Learning> {
    const known = refresh ? undefined : this.#remembered.get(site);
    if (known && known.until > this.#now()) return known.learning;
    const learning = await roundKeeperOf(env, site).learning();
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    const milliseconds = Math.min(REMEMBERED_MS, settingsOf(env).CACHE_SECONDS * 1_000);
    this.#remembered.set(site, { learning, until: this.#now() + milliseconds });
    return learning;
  }
}
