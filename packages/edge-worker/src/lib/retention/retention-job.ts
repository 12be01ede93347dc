import { describeError, writeLog } from "@sedge/operator";
import type { Retention } from "@sedge/protocol";
import * as v from "valibot";
import { SiteShards } from "../identity/client/site-shards.ts";
import { SHARD_KINDS, type ShardKind } from "../identity/shard/shard-retention.ts";
import { SHARD_NUMBERS } from "../identity/shard/shard-number.ts";
import { digestReceipts } from "../receipts.ts";
import type { EdgeEnv } from "../settings.ts";
import { retentionOf } from "./retention-rules.ts";

const DAY_SECONDS = 86_400;
/** Kinds of data that one run looks through. Each asks 16 objects at most, and a Worker may ask 1,000. */
const KINDS_A_RUN = 32;
/** Rows that one statement deletes. */
const ROWS_AT_ONCE = 1_000;
/** Tokens of receipts that one run replaces by their digests, two statements each. */
const TOKENS_AT_ONCE = 100;
/** When a kind whose deletion failed is tried again, in seconds: others come first. */
const RETRY_SECONDS = 300;

/** Deletes some of what is over. True: there may be more. */
type End = (env: EdgeEnv, site: string, periods: Retention, now: number) => Promise<boolean>;

/** The day in UTC, `YYYY-MM-DD`. */
function dayOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 10);
}

async function deleted(statement: D1PreparedStatement): Promise<boolean> {
  return (await statement.run()).meta.changes >= ROWS_AT_ONCE;
}

/** Runs a kind in every shard of the site. One that fails stops no other, and fails the kind. */
function inShards(kind: ShardKind): End {
  return async (env, site, periods, now) => {
    const shards = new SiteShards(env, site);
    const results = await Promise.allSettled(SHARD_NUMBERS.map((shard) => shards.of(shard).retain(kind, periods, now)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    return results.some((result) => result.status === "fulfilled" && result.value);
  };
}

/** What the schedule ends, each kind by itself. */
export const RETENTION_KINDS: Readonly<Record<string, End>> = {
  ...Object.fromEntries(SHARD_KINDS.map((kind) => [kind, inShards(kind)])),
  receipts: ({ DB }, site, { receiptDays }, now) =>
    deleted(
      DB.prepare(
        `DELETE FROM receipts WHERE site = ?1 AND (subject, purposes, policy_version, day, evidence) IN
           (SELECT subject, purposes, policy_version, day, evidence FROM receipts WHERE site = ?1 AND day < ?2 LIMIT ?3)`,
      ).bind(site, dayOf(now - receiptDays * DAY_SECONDS), ROWS_AT_ONCE),
    ),
  "receipt-digests": ({ DB }, site) => digestReceipts(DB, site, TOKENS_AT_ONCE),
  "tombstone-copies": ({ DB }, site, { receiptDays }, now) =>
    deleted(
      DB.prepare(
        `DELETE FROM tombstones WHERE site = ?1 AND (shard, sequence) IN
           (SELECT shard, sequence FROM tombstones WHERE site = ?1 AND at < ?2 LIMIT ?3)`,
      ).bind(site, now - receiptDays * DAY_SECONDS, ROWS_AT_ONCE),
    ),
  "erasure-requests": ({ DB }, site, _periods, now) =>
    deleted(
      DB.prepare(
        `DELETE FROM erasure_requests WHERE site = ?1 AND token IN
           (SELECT token FROM erasure_requests WHERE site = ?1 AND due <= ?2 LIMIT ?3)`,
      ).bind(site, now, ROWS_AT_ONCE),
    ),
  "dead-webhooks": ({ DB }, site, { deadWebhookDays }, now) =>
    deleted(
      DB.prepare(
        `DELETE FROM dead_webhooks WHERE site = ?1 AND id IN
           (SELECT id FROM dead_webhooks WHERE site = ?1 AND at <= ?2 LIMIT ?3)`,
      ).bind(site, now - deadWebhookDays * DAY_SECONDS, ROWS_AT_ONCE),
    ),
};

const RunRow = v.strictObject({ site: v.string(), kind: v.string() });

/**
 * Ends what has passed its time, each kind of each site by itself and once a day: some of it in each run, and what is left in the next. What
 * fails is logged, and waits. A killed run leaves its kinds due.
 * @param now - Milliseconds since 1970.
 */
export async function enforceRetention(env: EdgeEnv, now: () => number, kinds = RETENTION_KINDS): Promise<void> {
  const seconds = Math.floor(now() / 1_000);
  for (const { site, kind } of await dueRuns(env.DB, seconds, kinds)) {
    const due = await endOne(env, site, kind, kinds[kind], seconds);
    await env.DB.prepare("UPDATE retention_runs SET due = ? WHERE site = ? AND kind = ?").bind(due, site, kind).run();
  }
}

/** The kinds whose turn it is, those that wait longest first. Those of a new site, and new kinds, are due at once. */
async function dueRuns(database: D1Database, seconds: number, kinds: object) {
  const names = JSON.stringify(Object.keys(kinds));
  const [, due] = await database.batch([
    database
      .prepare(
        `INSERT INTO retention_runs SELECT sites.id, kinds.value, 0 FROM sites, json_each(?1) AS kinds
         WHERE NOT EXISTS (SELECT 1 FROM retention_runs WHERE site = sites.id AND kind = kinds.value)`,
      )
      .bind(names),
    database
      .prepare(
        `SELECT site, kind FROM retention_runs WHERE due <= ?1 AND kind IN (SELECT value FROM json_each(?2))
         ORDER BY due, site, kind LIMIT ?3`,
      )
      .bind(seconds, names, KINDS_A_RUN),
  ]);
  return (due?.results ?? []).map((row) => v.parse(RunRow, row));
}

/** @returns When the kind is due again. */
async function endOne(env: EdgeEnv, site: string, kind: string, end: End | undefined, now: number): Promise<number> {
  try {
    const hasMore = await end?.(env, site, await retentionOf(env.DB, site), now);
    return hasMore ? now : now + DAY_SECONDS;
  } catch (error) {
    writeLog({ event: "retention-failed", site, ...describeError(error) });
    return now + RETRY_SECONDS;
  }
}
