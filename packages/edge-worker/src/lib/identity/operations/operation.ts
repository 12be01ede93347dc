import * as v from "valibot";
import { Channel, LinkToken, OperationId, TokenKinds, WaterfallStep } from "@sedge/protocol";
import { sha256Hex } from "@sedge/operator";
import { digestId } from "../../digest-id.ts";

/** Keeps an operation's outcome apart from every other token's: SHA-256 of token and operation ID, which names neither. */
export const OperationKey = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.brand("OperationKey"));
export type OperationKey = v.InferOutput<typeof OperationKey>;

/** The key of an operation that `token` signed first. */
export async function operationKey(token: LinkToken, operationId: OperationId): Promise<OperationKey> {
  return v.parse(OperationKey, await sha256Hex(new TextEncoder().encode(`${token}\n${operationId}`)));
}

/** The ID of an operation that follows from something else: the same each time it is tried, so that it is applied once. */
export async function followingOperation(...from: readonly (string | number)[]): Promise<OperationId> {
  return v.parse(OperationId, await digestId(...from));
}

/** What every signed operation has. */
export interface Signed {
  readonly operationId: OperationId;
  /** Seconds since 1970, by the signer's clock, never later than the edge's. */
  readonly at: number;
}

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

/** The likeness of two records, compared when the later one arrived. */
export const Likeness = v.strictObject({
  other: LinkToken,
  /** The operation that sent the compared content of the other record. */
  otherKey: OperationKey,
  /** log2 of the odds that the two are one person's; under 0 against. */
  weight: v.number(),
  waterfall: v.array(WaterfallStep),
  /** The two contradict each other: no third record makes them one person's. Before there was this, never stated. */
  contradicts: v.exactOptional(v.literal(true)),
});
export type Likeness = v.InferOutput<typeof Likeness>;

/**
 * Two other records of the component that contradict each other, seen when the operation's record came. Each remains in effect while
 * both have the compared content.
 */
export const Contradiction = v.strictObject({
  one: LinkToken,
  oneKey: OperationKey,
  other: LinkToken,
  otherKey: OperationKey,
  weight: v.number(),
});
export type Contradiction = v.InferOutput<typeof Contradiction>;

/** Why a likeness did not become an edge. */
export const Declined = v.strictObject({ weight: v.number(), reason: v.picklist(["component-full", "edges-full"]) });
export type Declined = v.InferOutput<typeof Declined>;

/**
 * The signer states that these tokens belong to one person. `claimed`: those that joined by their own keys alone, so that a proof of
 * control for one of them says nothing about the others' person.
 */
const Link = v.strictObject({
  ...head,
  action: v.literal("link"),
  kinds: TokenKinds,
  claimed: v.exactOptional(v.array(LinkToken)),
});
/** A record, its identifiers, and its likeness to others. It replaces the record's earlier operation. */
const Record = v.strictObject({
  ...head,
  action: v.literal("record"),
  kinds: TokenKinds,
  record: LinkToken,
  channel: Channel,
  likenesses: v.array(Likeness),
  declined: v.array(Declined),
  contradictions: v.exactOptional(v.array(Contradiction)),
});
/** The token leaves its profile. `from`: further tokens to keep it separate from, whose operations are gone. */
const Unlink = v.strictObject({ ...head, action: v.literal("unlink"), from: v.array(LinkToken) });
/** Takes back an operation that the token signed, whether it arrives before or after. */
const Undo = v.strictObject({ ...head, action: v.literal("undo"), target: OperationId });

/**
 * An edge or separation of a retired token, between its successor and the token at the edge's other end: unchanged in kind
 * and weight, and undone with the operation that it rested on, whose ID it has. `claimed`: as in a link.
 */
const Carried = v.strictObject({
  ...head,
  action: v.literal("carried"),
  edge: v.picklist(["strong", "fuzzy", "cannot-link"]),
  weight: v.number(),
  waterfall: v.array(WaterfallStep),
  claimed: v.exactOptional(v.array(LinkToken)),
});

/** A signed statement about tokens. The profiles follow from all operations together, in any order of arrival. */
export const Operation = v.variant("action", [Link, Record, Unlink, Undo, Carried]);
export type Operation = v.InferOutput<typeof Operation>;
export type RecordOperation = v.InferOutput<typeof Record>;
export type CarriedOperation = v.InferOutput<typeof Carried>;
export type LinkOperation = v.InferOutput<typeof Link>;

/** As an operation is stored: `claimed` by its places among the tokens, as most links of a page claim all. */
export function storedOperation(operation: Operation): object {
  if (!("claimed" in operation)) return operation;
  return { ...operation, claimed: operation.claimed.map((token) => operation.tokens.indexOf(token)) };
}

const Claims = v.looseObject({ tokens: v.array(v.string()), claimed: v.array(v.union([v.string(), v.number()])) });

/** Reads what {@link storedOperation} made, or earlier code, which named the tokens. */
export const StoredOperation = v.pipe(
  v.unknown(),
  v.transform((stored): unknown => {
    if (!v.is(Claims, stored)) return stored;
    const { tokens, claimed } = stored;
    return { ...stored, claimed: claimed.map((one) => (typeof one === "number" ? tokens[one] : one)) };
  }),
  Operation,
);

/** A link by these signers. Its tokens are sorted, so that a repeat with its signatures in another order is the same operation. */
export async function linkOperation(
  signers: readonly LinkToken[],
  kinds: TokenKinds,
  { operationId, at }: Pick<LinkOperation, "operationId" | "at">,
  claimed: readonly LinkToken[] = [],
): Promise<LinkOperation> {
  const tokens = [...signers].sort();
  const [first] = tokens;
  if (first === undefined) throw new RangeError("a link needs a token");
  const key = await operationKey(first, operationId);
  const claims = claimed.length > 0 && { claimed: [...claimed].sort() };
  return { action: "link", key, operationId, at, sequence: 0, tokens, kinds, ...claims };
}

/** Operations in the order of their effect, which does not depend on the order of arrival. */
export function inOrder(operations: readonly Operation[]): Operation[] {
  return [...operations].sort(
    (one, other) => one.at - other.at || one.sequence - other.sequence || (one.key < other.key ? -1 : 1),
  );
}

/** Every token that an operation names. All of them must be at home in one shard. */
export function tokensOf(operation: Operation): LinkToken[] {
  if (operation.action === "record") {
    const { tokens, likenesses, contradictions = [] } = operation;
    return [
      ...tokens,
      ...likenesses.map(({ other }) => other),
      ...contradictions.flatMap(({ one, other }) => [one, other]),
    ];
  }
  return operation.action === "unlink" ? [...operation.tokens, ...operation.from] : [...operation.tokens];
}

/** Keys of the operations that one of their own tokens has undone. An undo cannot be undone. */
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
