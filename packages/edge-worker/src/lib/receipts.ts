import { Refusal } from "@sedge/operator";
import { ConsentReceipt, LinkToken } from "@sedge/protocol";
import * as v from "valibot";

/** Withdrawals of site ?1 by tokens ?2 since day ?3, of that day too where ?4 is 1. */
const WITHDRAWN = `receipts WHERE site = ?1 AND token IN (SELECT value FROM json_each(?2))
  AND instr(',' || purposes || ',', ',link,') = 0 AND (day > ?3 OR (day = ?3 AND ?4 = 1))`;

function purposesOf({ purposes }: ConsentReceipt): string {
  return [...purposes].sort().join(",");
}

/** Most receipts that are kept for a token of those that give `link`, and of those that withdraw it: the latest of each. */
export const MAX_RECEIPTS_OF_A_KIND = 32;

/** Deletes the tokens' oldest receipts beyond the most that are kept. The latest withdrawal stays, whatever was given since. */
function withoutSurplus(database: D1Database, site: string, tokens: readonly LinkToken[]): D1PreparedStatement {
  const ranked = `SELECT token, purposes, policy_version, day, row_number() OVER (
      PARTITION BY token, instr(',' || purposes || ',', ',link,') > 0 ORDER BY day DESC, purposes, policy_version
    ) AS place FROM receipts WHERE site = ?1 AND token IN (SELECT value FROM json_each(?2))`;
  return database
    .prepare(
      `DELETE FROM receipts WHERE site = ?1 AND (token, purposes, policy_version, day) IN (
         SELECT token, purposes, policy_version, day FROM (${ranked}) WHERE place > ?3)`,
    )
    .bind(site, JSON.stringify(tokens), MAX_RECEIPTS_OF_A_KIND);
}

/** Keeps a receipt for each token that signed it, once. */
export async function keepReceipt(
  database: D1Database,
  site: string,
  tokens: readonly LinkToken[],
  receipt: ConsentReceipt,
): Promise<void> {
  const insert = database.prepare("INSERT INTO receipts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  const purposes = purposesOf(receipt);
  await database.batch([
    ...tokens.map((token) => insert.bind(site, token, purposes, receipt.policyVersion, receipt.day)),
    withoutSurplus(database, site, tokens),
  ]);
}

/**
 * Keeps a receipt that gives `link`, unless a holder of the tokens has withdrawn that since it was given. Receipts know only
 * days: what a device signs may be of the same day, as it asks its visitor each time; what a record's owner has on file
 * must be newer.
 * @throws {Refusal} `consent-withdrawn`, with nothing kept
 */
export async function admitReceipt(
  database: D1Database,
  site: string,
  tokens: readonly LinkToken[],
  receipt: ConsentReceipt,
  { isSameDayEnough }: { readonly isSameDayEnough: boolean },
): Promise<void> {
  const all = JSON.stringify(tokens);
  // One transaction, and one message to the database.
  const [withdrawals] = await database.batch([
    database.prepare(`SELECT 1 FROM ${WITHDRAWN} LIMIT 1`).bind(site, all, receipt.day, isSameDayEnough ? 0 : 1),
    database
      .prepare(
        `INSERT INTO receipts SELECT ?1, value, ?5, ?6, ?3 FROM json_each(?2)
         WHERE NOT EXISTS (SELECT 1 FROM ${WITHDRAWN}) ON CONFLICT DO NOTHING`,
      )
      .bind(site, all, receipt.day, isSameDayEnough ? 0 : 1, purposesOf(receipt), receipt.policyVersion),
    withoutSurplus(database, site, tokens),
  ]);
  if (withdrawals && withdrawals.results.length > 0) throw new Refusal("consent-withdrawn");
}

/** Row of `receipts`, in the shape that the wire has. */
const ReceiptRow = v.pipe(
  v.strictObject({
    token: LinkToken,
    purposes: v.pipe(
      v.string(),
      v.transform((text) => (text === "" ? [] : text.split(","))),
      ConsentReceipt.entries.purposes,
    ),
    policy_version: ConsentReceipt.entries.policyVersion,
    day: ConsentReceipt.entries.day,
  }),
  v.transform(({ token, purposes, policy_version, day }) => ({
    token,
    receipt: { purposes, policyVersion: policy_version, day },
  })),
);

/** Every receipt kept for the tokens. */
export async function receiptsOf(database: D1Database, site: string, tokens: readonly LinkToken[]) {
  const { results } = await database
    .prepare(
      `SELECT token, purposes, policy_version, day FROM receipts
       WHERE site = ? AND token IN (SELECT value FROM json_each(?)) ORDER BY day, token, purposes`,
    )
    .bind(site, JSON.stringify(tokens))
    .all();
  return results.map((row) => v.parse(ReceiptRow, row));
}
