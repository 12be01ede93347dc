import { LinkToken, type Retention } from "@sedge/protocol";
import * as v from "valibot";
import { operationKey } from "../operations/operation.ts";
import { USUAL_RULES } from "../operations/identity-rules.ts";
import { byShard } from "../shard/shard-peer.ts";
import { shardOf } from "../shard/shard-number.ts";
import type { Erasures } from "./erasure.ts";
import type { SagaDeps } from "./saga-deps.ts";

const DAY_SECONDS = 86_400;
/** Days after which what stays is looked at again at the latest, so that a shorter period of the site's takes effect. */
const LOOK_AGAIN_DAYS = 7;

const ComponentRow = v.strictObject({ component: v.number() });
const DayRow = v.strictObject({ day: v.number() });
const ProfileRow = v.strictObject({ profile: v.number(), token: LinkToken });

type Periods = Pick<Retention, "visitorKeyDays" | "profileDays">;

/**
 * Ends components about which nobody has sent anything for as long as the site's schedule says: sooner where they hold nothing but a
 * visitor's own keys, which no channel knows and no device reports for. Another visitor begins again with the next signature.
 */
export class Expiry {
  readonly #deps: SagaDeps;
  readonly #erasures: Pick<Erasures, "begin">;

  constructor(deps: SagaDeps, erasures: Pick<Erasures, "begin">) {
    this.#deps = deps;
    this.#erasures = erasures;
  }

  /** Components to look at, at most so many. @param now - Seconds since 1970. */
  due(now: number, limit: number): number[] {
    const query = "SELECT DISTINCT component FROM members WHERE look <= ? ORDER BY look LIMIT ?";
    const rows = this.#deps.storage.sql.exec(query, Math.floor(now / DAY_SECONDS), limit).toArray();
    return rows.map((row) => v.parse(ComponentRow, row).component);
  }

  /** Begins the erasure of a component's profiles if its time is over. @returns The profiles whose erasure is to be finished. */
  async begin(component: number, { visitorKeyDays, profileDays }: Periods, now: number): Promise<number[]> {
    const { storage } = this.#deps;
    const today = Math.floor(now / DAY_SECONDS);
    // What fails below waits for tomorrow.
    storage.sql.exec("UPDATE members SET look = ? WHERE component = ?", today + 1, component);
    const query = "SELECT coalesce(max(day), 0) AS day FROM members WHERE component = ?";
    const { day } = v.parse(DayRow, storage.sql.exec(query, component).one());
    const soonest = day + Math.min(visitorKeyDays, profileDays);
    const isOver = soonest <= today && (day + profileDays <= today || (await this.#isVisitors(component, now)));
    if (!isOver) {
      const next = Math.min(today + LOOK_AGAIN_DAYS, soonest > today ? soonest : day + profileDays);
      storage.sql.exec("UPDATE members SET look = ? WHERE component = ?", next, component);
      return [];
    }
    const profiles = "SELECT profile, min(token) AS token FROM members WHERE component = ? GROUP BY profile";
    const begun: number[] = [];
    for (const row of storage.sql.exec(profiles, component).toArray()) {
      const { token } = v.parse(ProfileRow, row);
      const key = await operationKey(token, `expired ${today}` as never);
      const at = Math.min(now, Math.floor(Date.now() / 1_000));
      begun.push(this.#erasures.begin(token, key, at, USUAL_RULES, { kind: "none" }).profile);
    }
    return begun;
  }

  /** Whether the component has neither records nor codewords, no channel has registered a token, and no landing link to one is open. */
  async #isVisitors(component: number, now: number): Promise<boolean> {
    const { rows } = this.#deps;
    const tokens = rows.components.tokens(component);
    if (rows.components.records(component).length > 0 || rows.observations(tokens).length > 0) return false;
    for (const [shard, theirs] of byShard(tokens, shardOf)) {
      const found = await this.#deps.peer(shard).entitlementsOf(theirs, now);
      if (found.registered.length > 0 || found.landingLinks.length > 0) return false;
    }
    return true;
  }
}
