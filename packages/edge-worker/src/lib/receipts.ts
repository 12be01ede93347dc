import { ConsentReceipt, LinkToken } from "@sedge/protocol";
import * as v from "valibot";

/** Keeps a receipt for each token that signed it, once. */
export async function keepReceipt(
  database: D1Database,
  site: string,
  tokens: readonly LinkToken[],
  receipt: ConsentReceipt,
): Promise<void> {
  const insert = database.prepare("INSERT INTO receipts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
  const purposes = [...receipt.purposes].sort().join(",");
  await database.batch(tokens.map((token) => insert.bind(site, token, purposes, receipt.policyVersion, receipt.day)));
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
