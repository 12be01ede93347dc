import { toBase64url } from "@sedge/privacy/base64url";
import type { RandomSource } from "@sedge/privacy/prf";
import * as v from "valibot";
import {
  AssignBody,
  SignedReceipt,
  MAX_SIGNATURES,
  OperationId,
  TokenKinds,
  Assignment,
  ErasureResult,
  LinkResult,
} from "@sedge/protocol";
import { SigningKeys } from "../storage/stored-keys.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.finite(), v.minValue(0));

const waiting = {
  /** Made once, when the operation enters the outbox: the edge applies it at most once, however often it is sent. */
  operationId: OperationId,
  /** The keys that sign it. An erasure after a withdrawal contains the device's last copy. */
  keys: v.pipe(v.array(SigningKeys), v.minLength(1), v.maxLength(MAX_SIGNATURES)),
  /** The consent under which it was entered; for an erasure, what is left of it. */
  receipt: SignedReceipt,
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

/** What the edge did with an operation. */
export interface OperationResult {
  /** Tokens in the profile afterwards; for an erasure, tokens that were erased; null for an assignment. */
  readonly tokens: number | null;
  /** The profile's cluster, where the edge says one. */
  readonly assignment: Assignment | null;
  /** Of an erasure without a proof that the visitor is signed in: by when the site does the rest, in seconds since 1970. */
  readonly requestedUntil?: number;
}

const linkResult = v.pipe(
  LinkResult,
  v.transform(({ tokens, assignment }): OperationResult => ({ tokens, assignment })),
);

/** How each action's answer is read. */
export const OPERATION_RESULTS: Readonly<Record<Operation["action"], v.GenericSchema<unknown, OperationResult>>> = {
  link: linkResult,
  unlink: linkResult,
  assign: v.pipe(
    Assignment,
    v.transform((assignment): OperationResult => ({ tokens: null, assignment })),
  ),
  erase: v.pipe(
    ErasureResult,
    v.transform(({ tokens, requestedUntil }): OperationResult => ({
      tokens,
      assignment: null,
      ...(requestedUntil !== undefined && { requestedUntil }),
    })),
  ),
};

const ID_BYTES = 16;

/** 16 random bytes in base64url: an operation id or a nonce. */
export function randomId(random: RandomSource): string {
  return toBase64url(random(ID_BYTES));
}
