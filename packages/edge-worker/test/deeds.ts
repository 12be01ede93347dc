import { LinkToken, OperationId } from "@sedge/protocol";
import * as v from "valibot";
import type { Deed, LinkDeed, RecordDeed } from "../src/lib/identity/deed.ts";
import { OperationKey } from "../src/lib/identity/operation-key.ts";

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

/** Deed number `index`, signed in that second. */
export function link(index: number, tokens: readonly number[], kinds: LinkDeed["kinds"] = {}): LinkDeed {
  return { ...head(index, tokens), action: "link", kinds };
}

export function unlink(index: number, token: number): Deed {
  return { ...head(index, [token]), action: "unlink", from: [] };
}

/** Takes back deed number `target`. */
export function undo(index: number, token: number, target: number): Deed {
  return { ...head(index, [token]), action: "undo", target: operationOf(target) };
}

/** A record, its identifiers, and whom it is like: the other record, the deed by which that said so, and the weight. */
export function record(
  index: number,
  own: number,
  identifiers: readonly number[],
  like: readonly (readonly [other: number, deed: number, weight: number])[] = [],
  more: Partial<Pick<RecordDeed, "kinds" | "channel">> = {},
): RecordDeed {
  return {
    ...head(index, [own, ...identifiers]),
    action: "record",
    record: tokenOf(own),
    channel: "call-centre",
    kinds: {},
    likenesses: like.map(([other, deed, weight]) => ({
      other: tokenOf(other),
      otherKey: keyOf(deed),
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
