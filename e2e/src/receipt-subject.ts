import { createHash } from "node:crypto";

/** What the edge keeps a token's receipts by: its digest. */
export function receiptSubject(token: string): string {
  return createHash("sha256").update(`erased\n${token}`).digest("hex");
}
