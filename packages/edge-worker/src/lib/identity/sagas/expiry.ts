import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { operationKey } from "../operations/operation.ts";
import { USUAL_RULES } from "../operations/identity-rules.ts";
import { byShard } from "../shard/shard-peer.ts";
import { shardOf } from "../shard/shard-number.ts";
import type { Erasures } from "./erasure.ts";
import type { SagaDeps } from "./saga-deps.ts";

/**
 * Days without a signature after which a component expires that holds nothing but a visitor's own keys. A person whose device reports
 * codewords, or whom a channel knows, is not concerned; another visitor begins again with the next signature.
 */
export const EXPIRY_DAYS = 30;
/** Most components that one alarm looks at. */
const AT_ONCE = 50;

const IdleRow = v.strictObject({ component: v.number() });
const ProfileRow = v.strictObject({ profile: v.number(), token: LinkToken });

/** The day of a time, in days since 1970. */
function dayOf(milliseconds: number): number {
  return Math.floor(milliseconds / 86_400_000);
}

/**
 * Ends components that nobody will ever use: keys that a page made up and linked. `members(day)` is the day of a token's last signature. What
 * is looked at and stays is looked at again after as many days.
 */
export class Expiry {
  readonly #deps: SagaDeps;
  readonly #erasures: Pick<Erasures, "begin">;

  constructor(deps: SagaDeps, erasures: Pick<Erasures, "begin">) {
    this.#deps = deps;
    this.#erasures = erasures;
  }

  /** Components whose latest signature is so old. @param now - Milliseconds since 1970. */
  idle(now: number): number[] {
    const query = `SELECT component FROM members
      WHERE component IN (SELECT component FROM members WHERE day <= ?1 LIMIT ?2) GROUP BY component HAVING max(day) <= ?1`;
    const rows = this.#deps.storage.sql.exec(query, dayOf(now) - EXPIRY_DAYS, AT_ONCE).toArray();
    return rows.map((row) => v.parse(IdleRow, row).component);
  }

  /** Begins the erasure of a component's profiles if it may expire. @returns The profiles whose erasure is to be finished. */
  async begin(component: number, now: number): Promise<number[]> {
    const { storage, rows } = this.#deps;
    const tokens = rows.components.tokens(component);
    storage.sql.exec("UPDATE members SET day = ? WHERE component = ?", dayOf(now), component);
    if (rows.components.records(component).length > 0 || rows.observations(tokens).length > 0) return [];
    if (await this.#areKnown(tokens, now)) return [];
    const query = "SELECT profile, min(token) AS token FROM members WHERE component = ? GROUP BY profile";
    const profiles = storage.sql.exec(query, component).toArray();
    const begun: number[] = [];
    for (const row of profiles) {
      const { token } = v.parse(ProfileRow, row);
      const key = await operationKey(token, `expired ${dayOf(now)}` as never);
      begun.push(this.#erasures.begin(token, key, Math.floor(now / 1_000), USUAL_RULES).profile);
    }
    return begun;
  }

  /** Whether a channel has registered a token, or a landing link to one is open. */
  async #areKnown(tokens: readonly LinkToken[], now: number): Promise<boolean> {
    for (const [shard, theirs] of byShard(tokens, shardOf)) {
      const found = await this.#deps.peer(shard).entitlementsOf(theirs, Math.floor(now / 1_000));
      if (found.registered.length > 0 || found.landingLinks.length > 0) return true;
    }
    return false;
  }
}
