import { base64url, MAX_RECEIPTS_AT_ONCE, type ReceiptExport, Sha256Hex } from "@sedge/protocol";
import * as v from "valibot";
import { ReceiptRow } from "../receipts.ts";

const Signature = v.object({ signature: v.union([v.literal(""), base64url(64)]) });

/**
 * The receipts that name the privacy text of this hash, a part at a time in the order of their subjects. It reads what is kept and nothing of
 * profiles: what was erased or has expired is not there.
 *
 * @param after - The subject after which to go on; empty for the first part.
 */
export async function exportReceipts(
  database: D1Database,
  site: string,
  policySha256: string,
  after: string,
): Promise<ReceiptExport> {
  const { results } = await database
    .prepare(
      // Rows of before have the token itself until the schedule has changed them: they are left out until then.
      `SELECT subject, purposes, policy_version, day, evidence, signature FROM receipts
       WHERE site = ?1 AND subject > ?2 AND length(subject) = 64 AND instr(evidence, ?3) > 0
       ORDER BY subject, day, purposes LIMIT ?4`,
    )
    .bind(site, after, `"policySha256":"${policySha256}"`, MAX_RECEIPTS_AT_ONCE)
    .all();
  const receipts = results.map(({ signature, ...row }) => ({
    ...v.parse(ReceiptRow, row),
    signature: v.parse(Signature, { signature }).signature || null,
  }));
  const last = receipts.at(-1)?.subject;
  if (last === undefined || receipts.length < MAX_RECEIPTS_AT_ONCE) return { receipts, next: null };
  // A subject has few receipts: its others come with the next part.
  const whole = receipts.filter(({ subject }) => subject !== last);
  return { receipts: whole, next: v.parse(Sha256Hex, whole.at(-1)?.subject) };
}
