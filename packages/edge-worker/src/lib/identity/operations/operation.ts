import { Channel, LinkToken, OperationId, TokenKinds, WaterfallStep } from "@sedge/protocol";
import * as v from "valibot";
import { OperationKey } from "./operation-key.ts";

const head = {
  key: OperationKey,
  operationId: OperationId,
  /** Seconds since 1970 by the signer's clock, never later than the edge's when it came. Operations take effect in this order. */
  at: v.number(),
  /** Orders the operations of one second as they came. */
  sequence: v.number(),
  /** The tokens that signed it, sorted. */
  tokens: v.array(LinkToken),
};

/** How alike a record is to another, as it was found when the later of the two came. */
export const Likeness = v.strictObject({
  other: LinkToken,
  /** The operation by which the other record said what was compared. */
  otherKey: OperationKey,
  /** log2 of the odds that the two are one person's; under 0 against. */
  weight: v.number(),
  waterfall: v.array(WaterfallStep),
});
export type Likeness = v.InferOutput<typeof Likeness>;

/** Why a likeness did not become an edge. */
export const Declined = v.strictObject({ weight: v.number(), reason: v.picklist(["component-full", "edges-full"]) });
export type Declined = v.InferOutput<typeof Declined>;

/** These tokens are one person's, their holder says. */
const Link = v.strictObject({ ...head, action: v.literal("link"), kinds: TokenKinds });
/** A record and its identifiers are one person's, and it is like others. It replaces what the record said before. */
const Record = v.strictObject({
  ...head,
  action: v.literal("record"),
  kinds: TokenKinds,
  record: LinkToken,
  channel: Channel,
  likenesses: v.array(Likeness),
  declined: v.array(Declined),
});
/** The one token is not the person it was with. `from`: whom else it is kept from, where that is no longer told by operations. */
const Unlink = v.strictObject({ ...head, action: v.literal("unlink"), from: v.array(LinkToken) });
/** An operation of the one token has no effect, whether it came before or comes after. */
const Undo = v.strictObject({ ...head, action: v.literal("undo"), target: OperationId });

/** One thing that was done with tokens. Who is one person follows from all operations together, in whatever order they came. */
export const Operation = v.variant("action", [Link, Record, Unlink, Undo]);
export type Operation = v.InferOutput<typeof Operation>;
export type RecordOperation = v.InferOutput<typeof Record>;
export type LinkOperation = v.InferOutput<typeof Link>;

/** Operations in the order in which they take effect, which does not depend on the order in which they came. */
export function inOrder(operations: readonly Operation[]): Operation[] {
  return [...operations].sort(
    (one, other) => one.at - other.at || one.sequence - other.sequence || (one.key < other.key ? -1 : 1),
  );
}

/** Every token that an operation names: those that must be at home where it is kept. */
export function tokensOf(operation: Operation): LinkToken[] {
  if (operation.action === "record") return [...operation.tokens, ...operation.likenesses.map(({ other }) => other)];
  return operation.action === "unlink" ? [...operation.tokens, ...operation.from] : [...operation.tokens];
}

/** Keys of the operations that were taken back by one of their own tokens. An undo itself can't be. */
export function undoneKeys(operations: readonly Operation[]): Set<OperationKey> {
  const undone = new Set<OperationKey>();
  for (const undo of operations) {
    if (undo.action !== "undo") continue;
    for (const operation of operations) {
      if (operation.action === "undo" || operation.operationId !== undo.target) continue;
      if (undo.tokens.some((token) => operation.tokens.includes(token))) undone.add(operation.key);
    }
  }
  return undone;
}
