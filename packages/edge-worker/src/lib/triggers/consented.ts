import type { LinkToken } from "@sedge/protocol";
import { tokenDigest } from "../identity/operations/short-memory.ts";

/**
 * Whether each token has a receipt that gives `link` and is newer than every receipt that does not. Receipts contain
 * a day, not a time: a consent of the day of a withdrawal is not enough for a webhook.
 */
export async function areConsented(database: D1Database, site: string, tokens: readonly LinkToken[]): Promise<boolean> {
  const has = "instr(',' || purposes || ',', ',link,') > 0";
  const day = (which: string) =>
    `coalesce((SELECT max(day) FROM receipts WHERE site = ?1 AND subject IN (value ->> 0, value ->> 1) AND ${which}), '')`;
  const subjects = await Promise.all(tokens.map(async (token) => [await tokenDigest(token), token]));
  const row = await database
    .prepare(`SELECT 1 FROM json_each(?2) WHERE ${day(has)} <= ${day(`NOT ${has}`)} LIMIT 1`)
    .bind(site, JSON.stringify(subjects))
    .first();
  return row === null;
}
