import type { LinkToken } from "@sedge/protocol";

/**
 * Whether each token has a receipt that gives `link` and is newer than every receipt that does not. Receipts contain
 * a day, not a time: a consent of the day of a withdrawal is not enough for a webhook.
 */
export async function areConsented(database: D1Database, site: string, tokens: readonly LinkToken[]): Promise<boolean> {
  const has = "instr(',' || purposes || ',', ',link,') > 0";
  const day = (which: string) =>
    `coalesce((SELECT max(day) FROM receipts WHERE site = ?1 AND token = value AND ${which}), '')`;
  const row = await database
    .prepare(`SELECT 1 FROM json_each(?2) WHERE ${day(has)} <= ${day(`NOT ${has}`)} LIMIT 1`)
    .bind(site, JSON.stringify(tokens))
    .first();
  return row === null;
}
