import { ReceiptExport, Sha256Hex, SiteId } from "@sedge/protocol";
import * as v from "valibot";

/** A receipt as `sedge receipts` prints it, one a line. */
export const PrintedReceipt = v.object({
  site: SiteId,
  policySha256: Sha256Hex,
  ...ReceiptExport.entries.receipts.item.entries,
});
export type PrintedReceipt = v.InferOutput<typeof PrintedReceipt>;
