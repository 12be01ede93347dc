import { AssignBody, ConsentReceipt, MAX_SIGNATURES, OperationId, TokenKinds } from "@sedge/protocol";
import * as v from "valibot";
import { SigningKeys } from "../storage/stored-keys.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.finite(), v.minValue(0));

const waiting = {
  /** Made once, when the operation enters the outbox: the edge applies it at most once, however often it is sent. */
  operationId: OperationId,
  /** What signs it. An erasure after a withdrawal holds the device's last copy. */
  keys: v.pipe(v.array(SigningKeys), v.minLength(1), v.maxLength(MAX_SIGNATURES)),
  /** The consent under which it was entered; for an erasure, what is left of it. */
  receipt: ConsentReceipt,
  /** Milliseconds since 1970. */
  enteredAt: time,
  /** Transmissions so far that the edge did not settle. */
  attempts: count,
  /** Not sent again before this time, in milliseconds since 1970. */
  notBefore: time,
};

/** Something that the edge must do for the visitor, kept until it has: a signed message before it is signed. */
export const Operation = v.variant("action", [
  v.object({
    action: v.literal("link"),
    /** Which signing token is a landing link's; no other kind is sent. */
    kinds: v.optional(TokenKinds),
    ...waiting,
  }),
  v.object({ action: v.literal("assign"), body: AssignBody, ...waiting }),
  v.object({ action: v.literal("unlink"), ...waiting }),
  v.object({ action: v.literal("erase"), ...waiting }),
]);
export type Operation = v.InferOutput<typeof Operation>;
