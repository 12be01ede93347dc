import { Purpose } from "@sedge/protocol";
import * as v from "valibot";

/**
 * One request that left the device, byte for byte. Written in the same function that sends it, before it is sent, so
 * that nothing leaves unrecorded even if the tab closes in between.
 */
export const LedgerEntry = v.object({
  /** Number of the entry, rising by one. */
  id: v.number(),
  /** Milliseconds since 1970. */
  at: v.number(),
  method: v.picklist(["GET", "POST"]),
  url: v.string(),
  /** The exact body, UTF-8; empty for GET. */
  body: v.string(),
  /** Rows of the promise it carries, 1 to 5; empty for a public file, which says nothing of the visitor. */
  rows: v.array(v.picklist([1, 2, 3, 4, 5])),
  /** The consent under which it was sent. */
  purpose: Purpose,
  /** Privacy budget it spent, in millionths of epsilon. Only contributions (row 4) spend any. */
  microEpsilon: v.number(),
  /** HTTP status; 0 while no answer has come, -1 when the network failed. */
  status: v.number(),
});
export type LedgerEntry = v.InferOutput<typeof LedgerEntry>;
