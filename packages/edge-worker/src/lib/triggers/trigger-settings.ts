import { type WatchedHours, watchedHours } from "@sedge/features/journey";
import { Refusal } from "@sedge/operator";
import { type TriggerOrder, TriggerSettings } from "@sedge/protocol";
import * as v from "valibot";

/** Before the first order. */
const NONE: TriggerSettings = { version: 0, rules: [], destinations: [] };

const Row = v.pipe(
  v.strictObject({ version: v.number(), settings: v.pipe(v.string(), v.parseJson()) }),
  v.transform(({ version, settings }) => ({ version, ...Object(settings) }) as unknown),
  TriggerSettings,
);

export async function readTriggers(database: D1Database, site: string): Promise<TriggerSettings> {
  const query = "SELECT version, settings FROM trigger_settings WHERE site = ?";
  const row = await database.prepare(query).bind(site).first();
  return row === null ? NONE : v.parse(Row, row);
}

/** Puts an order in the place of the one before. */
export async function writeTriggers(database: D1Database, site: string, order: TriggerOrder): Promise<TriggerSettings> {
  const row = await database
    .prepare(
      `INSERT INTO trigger_settings VALUES (?1, 1, ?2)
       ON CONFLICT DO UPDATE SET version = version + 1, settings = ?2 RETURNING version, settings`,
    )
    .bind(site, JSON.stringify(order))
    .first();
  if (row === null) throw new Refusal("internal-error");
  return v.parse(Row, row);
}

/**
 * The hours of a channel's silence after which a webhook's condition may change. A page that is not open gets no
 * trigger.
 */
export function watchedBy({ rules }: Pick<TriggerSettings, "rules">): WatchedHours {
  return watchedHours(rules.flatMap(({ to, when }) => (to === "page" ? [] : [when])));
}

/** How long an isolate goes by the rules that it has read; changed ones take effect everywhere after this. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 1_000;

/** Reads the trigger rules of sites, and remembers them for a minute. */
export class SiteTriggers {
  readonly #remembered = new Map<string, { readonly settings: TriggerSettings; readonly until: number }>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  async of(database: D1Database, site: string): Promise<TriggerSettings> {
    const known = this.#remembered.get(site);
    if (known && known.until > this.#now()) return known.settings;
    const settings = await readTriggers(database, site);
    this.#keep(site, settings);
    return settings;
  }

  /** Replaces the rules; this isolate goes by the new ones at once. */
  async set(database: D1Database, site: string, order: TriggerOrder): Promise<TriggerSettings> {
    const settings = await writeTriggers(database, site, order);
    this.#keep(site, settings);
    return settings;
  }

  #keep(site: string, settings: TriggerSettings): void {
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(site, { settings, until: this.#now() + REMEMBERED_MS });
  }
}
