import { base64url } from "@sedge/protocol";
import * as v from "valibot";
import { Witness } from "../statement/statement.ts";

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What a device keeps of the log between visits. It never leaves the device. */
export const StoredLog = v.strictObject({
  version: v.literal(1),
  /** The verifier key that the page pinned when this was stored; under another pin it counts for nothing. */
  pinned: v.string(),
  /** The log's verifier key now: the pinned one, or one that followed it. */
  key: v.string(),
  /** The checkpoint of the last statement. */
  size: whole,
  root: base64url(32),
  /** Of the last statement: its leaf hash, its number, and the `history` that the next one must extend. */
  leaf: base64url(32),
  number: whole,
  history: base64url(32),
  issued: whole,
  /** When the device accepted it, by its own clock. */
  accepted: whole,
  expires: whole,
  edge: base64url(32),
  /** Witnesses that the last statement requires. */
  witnesses: v.array(Witness),
  /** Those that the page required then. */
  pageWitnesses: v.array(Witness),
  /** When the device accepted another statement, within the last day: seconds since 1970 by its own clock. */
  changed: v.array(v.number()),
});
export type StoredLog = v.InferOutput<typeof StoredLog>;
