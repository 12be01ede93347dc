import { LinkToken, type Retention } from "@sedge/protocol";
import * as v from "valibot";
import { USUAL_RULES } from "../operations/identity-rules.ts";
import type { ProfileRows } from "../graph/profile-rows.ts";
import type { RecordIntakes } from "../sagas/record-intake.ts";
import type { RecordRows } from "../records/record-rows.ts";
import type { ShardSagas } from "../sagas/shard-sagas.ts";
import { Tombstones } from "./tombstones.ts";

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
/** Most components, records or codewords that one call ends. */
const AT_ONCE = 50;
/** Most small rows. */
const ROWS_AT_ONCE = 1_000;

const TokenRow = v.strictObject({ token: LinkToken });
const ComponentRow = v.strictObject({ component: v.number() });

/** What a shard looks through for what has passed its time. */
export const SHARD_KINDS = ["profiles", "records", "codewords", "history", "tombstones"] as const;
export type ShardKind = (typeof SHARD_KINDS)[number];

interface RetentionDeps {
  readonly storage: DurableObjectStorage;
  readonly rows: ProfileRows;
  readonly sagas: ShardSagas;
  readonly records: RecordRows;
  readonly intakes: Pick<RecordIntakes, "clean">;
}

/** Ends what a shard has kept for as long as its site's schedule says, some at a time. True: there may be more. */
export class ShardRetention {
  readonly #deps: RetentionDeps;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  /** @param now - Seconds since 1970. */
  run(kind: ShardKind, periods: Retention, now: number): Promise<boolean> {
    switch (kind) {
      case "profiles":
        return this.#endProfiles(periods, now);
      case "records":
        return this.#endRecords(now - periods.recordDays * DAY_SECONDS);
      case "codewords":
        return this.#endCodewords(now - periods.codewordDays * DAY_SECONDS);
      case "history":
        return this.#endHistory(now - periods.historyDays * DAY_SECONDS);
      case "tombstones":
        return this.#endTombstones(now - periods.receiptDays * DAY_SECONDS);
    }
  }

  /** Erases profiles about which nobody has sent anything for so long. */
  async #endProfiles(periods: Retention, now: number): Promise<boolean> {
    const { sagas, records, intakes } = this.#deps;
    const hasMore = await sagas.expire(periods, now, AT_ONCE);
    await intakes.clean(records.unindexed().slice(0, AT_ONCE));
    return hasMore;
  }

  /** Deletes the content of records that were sent before a time. Their tokens stay in their profiles. */
  async #endRecords(since: number): Promise<boolean> {
    const { storage, records, intakes } = this.#deps;
    const rows = storage.sql
      .exec("SELECT token FROM records WHERE at < ? ORDER BY at LIMIT ?", since, AT_ONCE)
      .toArray();
    const tokens = rows.map((row) => v.parse(TokenRow, row).token);
    storage.transactionSync(() => tokens.forEach((token) => records.remove(token)));
    await intakes.clean(tokens);
    return tokens.length === AT_ONCE;
  }

  /** Deletes codewords of channels on which nothing was seen since a time, and when it was. */
  async #endCodewords(since: number): Promise<boolean> {
    const { sql } = this.#deps.storage;
    const hour = Math.floor(since / HOUR_SECONDS);
    const old = `SELECT observations.token, observations.channel FROM observations LEFT JOIN seen USING (token, channel)
      WHERE coalesce(hour, 0) < ? LIMIT ?`;
    sql.exec(`DELETE FROM observations WHERE (token, channel) IN (${old})`, hour, AT_ONCE);
    const more = sql.exec(`SELECT 1 FROM (${old})`, hour, 1).toArray();
    if (more.length === 0) sql.exec("DELETE FROM seen WHERE hour < ?", hour);
    return more.length > 0;
  }

  async #endTombstones(since: number): Promise<boolean> {
    return new Tombstones(this.#deps.storage.sql).end(since, ROWS_AT_ONCE);
  }

  /** Forgets operations without effect that were signed before a time. */
  async #endHistory(since: number): Promise<boolean> {
    const { storage, rows } = this.#deps;
    const query = `SELECT DISTINCT component FROM operations
      WHERE effective = 0 AND json_extract(body, '$.at') < ? AND json_extract(body, '$.action') <> 'undo' LIMIT ?`;
    const components = storage.sql.exec(query, since, AT_ONCE).toArray();
    for (const row of components) {
      const { component } = v.parse(ComponentRow, row);
      storage.transactionSync(() => rows.components.settle(component, USUAL_RULES, since));
    }
    return components.length === AT_ONCE;
  }
}
