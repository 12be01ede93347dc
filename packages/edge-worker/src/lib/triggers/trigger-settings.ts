import { type WatchedHours, watchedHours } from "@sedge/features/journey";
import { Refusal } from "@sedge/operator";
import { parseTriggerCondition, type TriggerName, type TriggerOrder, TriggerSettings } from "@sedge/protocol";
import type { Condition } from "@sedge/protocol/condition";
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

/** A site's rules with their conditions, parsed. */
export interface ParsedTriggers extends TriggerSettings {
  readonly conditions: ReadonlyMap<TriggerName, Condition>;
}

/** Parses the conditions of rules. @throws {Refusal} `bad-condition`, naming each rule, the place and what is wrong. */
function conditionsOf(rules: TriggerOrder["rules"]): ParsedTriggers["conditions"] {
  const conditions = new Map<TriggerName, Condition>();
  const errors: string[] = [];
  for (const [index, { name, when }] of rules.entries()) {
    const parsed = parseTriggerCondition(when);
    if (parsed.ok) conditions.set(name, parsed.condition);
    else errors.push(`rule ${index + 1}, ${name}: \`when\` at ${parsed.at}: ${parsed.message}.`);
  }
  if (errors.length > 0) throw new Refusal("bad-condition", { errors: errors.slice(0, MAX_ERRORS) });
  return conditions;
}

/** Stored rules with their conditions. They were parsed when they were set, so a failure is a bug. */
export function parsedTriggers(settings: TriggerSettings): ParsedTriggers {
  return { ...settings, conditions: conditionsOf(settings.rules) };
}

/**
 * The hours of a channel's silence after which a webhook's condition may change. A page that is not open gets no
 * trigger.
 */
export function watchedBy({ rules, conditions }: ParsedTriggers): WatchedHours {
  const ofWebhooks = rules.flatMap(({ to, name }) => (to === "page" ? [] : [conditions.get(name)]));
  return watchedHours(ofWebhooks.filter((condition) => condition !== undefined));
}

/** How long an isolate goes by the rules that it has read; changed ones take effect everywhere after this. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 1_000;
/** Most conditions that a refusal lists. */
const MAX_ERRORS = 20;

/** Reads the trigger rules of sites, and remembers them for a minute. */
export class SiteTriggers {
  readonly #remembered = new Map<string, { readonly settings: ParsedTriggers; readonly until: number }>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  async of(database: D1Database, site: string): Promise<ParsedTriggers> {
    const known = this.#remembered.get(site);
    if (known && known.until > this.#now()) return known.settings;
    const settings = parsedTriggers(await readTriggers(database, site));
    this.#keep(site, settings);
    return settings;
  }

  /**
   * Replaces the rules; this isolate goes by the new ones at once.
   * @throws {Refusal} `bad-condition`; then the rules stay as they are.
   */
  async set(database: D1Database, site: string, order: TriggerOrder): Promise<TriggerSettings> {
    const conditions = conditionsOf(order.rules);
    const settings = await writeTriggers(database, site, order);
    this.#keep(site, { ...settings, conditions });
    return settings;
  }

  #keep(site: string, settings: ParsedTriggers): void {
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(site, { settings, until: this.#now() + REMEMBERED_MS });
  }
}
