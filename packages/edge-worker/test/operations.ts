import { LinkToken, OperationId } from "@sedge/protocol";
import * as v from "valibot";
import {
  type Operation,
  type LinkOperation,
  type RecordOperation,
  OperationKey,
} from "../src/lib/identity/operations/operation.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The token of a number from 0 to 51. Tokens sort as their numbers do. */
export function tokenOf(index: number): LinkToken {
  return v.parse(LinkToken, `${ALPHABET[index] ?? ""}${"A".repeat(42)}`);
}

export function keyOf(index: number): OperationKey {
  return v.parse(OperationKey, index.toString(16).padStart(64, "0"));
}

export function operationOf(index: number): OperationId {
  return v.parse(
    OperationId,
    `${ALPHABET[Math.floor(index / 52)] ?? ""}${ALPHABET[index % 52] ?? ""}${"A".repeat(20)}`,
  );
}

const head = (index: number, tokens: readonly number[]) => ({
  key: keyOf(index),
  operationId: operationOf(index),
  at: index,
  sequence: 0,
  tokens: [...new Set(tokens)].map(tokenOf).sort(),
});

/** Operation number `index`, signed in that second. */
export function link(index: number, tokens: readonly number[], kinds: LinkOperation["kinds"] = {}): LinkOperation {
  return { ...head(index, tokens), action: "link", kinds };
}

export function unlink(index: number, token: number): Operation {
  return { ...head(index, [token]), action: "unlink", from: [] };
}

/** Takes back operation number `target`. */
export function undo(index: number, token: number, target: number): Operation {
  return { ...head(index, [token]), action: "undo", target: operationOf(target) };
}

/**
 * A record, its identifiers, and a similar record: that record, the operation that found the similarity, and the
 * weight.
 */
export function record(
  index: number,
  own: number,
  identifiers: readonly number[],
  like: readonly (readonly [other: number, operation: number, weight: number])[] = [],
  more: Partial<Pick<RecordOperation, "kinds" | "channel" | "contradictions">> = {},
): RecordOperation {
  return {
    ...head(index, [own, ...identifiers]),
    action: "record",
    record: tokenOf(own),
    channel: "call-centre",
    kinds: {},
    likenesses: like.map(([other, operation, weight]) => ({
      other: tokenOf(other),
      otherKey: keyOf(operation),
      weight,
      waterfall: [
        { field: "prior", level: "prior", weight: -10 },
        { field: "surname", level: "exact", weight: weight + 10 },
      ],
    })),
    declined: [],
    ...more,
  };
}
