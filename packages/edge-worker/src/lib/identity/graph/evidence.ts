import type { EdgeKind, LinkToken, OperationId, TokenKind, WaterfallStep } from "@sedge/protocol";
import type { OperationKey } from "../operations/operation.ts";

/** Evidence of one operation about two tokens. `a` sorts before `b`. */
export interface Evidence {
  readonly a: LinkToken;
  readonly b: LinkToken;
  readonly kind: Exclude<EdgeKind, "household">;
  readonly weight: number;
  readonly waterfall: readonly WaterfallStep[];
  /** The operation that gave the evidence: its key and its ID. */
  readonly key: OperationKey;
  readonly operationId: OperationId;
  /** Two records that contradict each other: unless other evidence of the two outweighs it, nothing makes them one person's. */
  readonly isContradiction?: true;
  /** One of the two joined by its own key alone, so that it may be a stranger's. */
  readonly isClaim?: true;
  /** Of a landing link: the guest device that accepted it. Any link or record that the device itself signs ends such evidence. */
  readonly device?: LinkToken;
}

/**
 * log2 of the odds that two tokens are one person's when both signed one operation. Possession of both keys is certain
 * enough: no sum of likenesses that Fellegi and Sunter's model gives reaches it.
 */
export const SIGNED_WEIGHT = 64;
/**
 * The same where one of them is a phone or loyalty number, which families share: less than what the records of two people
 * weigh against each other (about -15), so that these decide.
 */
const SHAREABLE_WEIGHT = 12;

/**
 * The weight between a device and the recipient of a landing link that was opened on it. It is as small as that of a
 * shared phone, because a forwarded e-mail is opened by somebody else.
 */
export const LANDING_LINK_WEIGHT = 12;

const SHAREABLE: ReadonlySet<TokenKind | undefined> = new Set<TokenKind>(["phone", "loyalty"]);

/** Whether several people may share an identifier of this kind. An unknown kind is not shareable. */
export function isShareable(kind: TokenKind | undefined): boolean {
  return SHAREABLE.has(kind);
}

/** What it weighs that tokens of these kinds signed together. */
export function signedWeight(one: TokenKind | undefined, other: TokenKind | undefined): number {
  return isShareable(one) || isShareable(other) ? SHAREABLE_WEIGHT : SIGNED_WEIGHT;
}

/** A pair as evidence and edges have it. */
export function sortedPair(one: LinkToken, other: LinkToken): { a: LinkToken; b: LinkToken } {
  return one < other ? { a: one, b: other } : { a: other, b: one };
}
