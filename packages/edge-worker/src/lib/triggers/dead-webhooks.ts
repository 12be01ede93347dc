import { Channel, type DeadWebhooks, TriggerName } from "@sedge/protocol";
import * as v from "valibot";
import { hourOf, secondsOf } from "./hour.ts";
import type { StoredWebhook } from "./trigger-rows.ts";

/** Largest number listed at once. */
const MAX_LISTED = 1_000;

const Row = v.strictObject({ id: v.string(), channel: Channel, rule: TriggerName, at: v.number() });

/** Stores that a webhook was given up, without its token. @param now - Milliseconds since 1970. */
export async function keepDead(
  database: D1Database,
  site: string,
  { id, channel, findings }: StoredWebhook,
  now: number,
): Promise<void> {
  await database
    .prepare("INSERT INTO dead_webhooks VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
    .bind(site, id, channel, findings.rule, secondsOf(hourOf(now)))
    .run();
}

/** Those of a site, newest first. */
export async function deadWebhooks(database: D1Database, site: string): Promise<DeadWebhooks> {
  const { results } = await database
    .prepare("SELECT id, channel, rule, at FROM dead_webhooks WHERE site = ? ORDER BY at DESC, id LIMIT ?")
    .bind(site, MAX_LISTED)
    .all();
  return { webhooks: results.map((row) => v.parse(Row, row)) };
}
