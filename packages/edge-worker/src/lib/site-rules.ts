import * as v from "valibot";
import { IdentityRules, USUAL_RULES } from "./identity/operations/identity-rules.ts";
import { parsedTriggers, readTriggers, watchedBy } from "./triggers/trigger-settings.ts";

const RulesRow = v.strictObject({ rules: v.pipe(v.string(), v.parseJson(), IdentityRules) });

/** How long an isolate goes by the rules that it has read; changed ones take effect everywhere after this. */
const REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 1_000;

/** Reads the rules of sites for who is one person, and remembers them for a minute. */
export class SiteRules {
  readonly #remembered = new Map<string, { readonly rules: IdentityRules; readonly until: number }>();
  readonly #now: () => number;

  /** @param now - Milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  async of(database: D1Database, site: string): Promise<IdentityRules> {
    const known = this.#remembered.get(site);
    if (known && known.until > this.#now()) return known.rules;
    const row = await database.prepare("SELECT rules FROM identity_rules WHERE site = ?").bind(site).first();
    const own = row === null ? USUAL_RULES : v.parse(RulesRow, row).rules;
    const rules = { ...own, watched: watchedBy(parsedTriggers(await readTriggers(database, site))) };
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(site, { rules, until: this.#now() + REMEMBERED_MS });
    return rules;
  }
}
