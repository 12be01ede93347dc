import type { LinkToken, TokenKind } from "@sedge/protocol";
import type { IdentityRules } from "../operations/identity-rules.ts";
import type { Operation, OperationKey } from "../operations/operation.ts";
import type { Exclusive } from "./entities.ts";
import { type Evidence, sortedPair } from "./evidence.ts";
import { groupsOf } from "./profile.ts";

/**
 * Attributes that a person has at most once. Tokens that signed one link together count as one, because the signer
 * has both keys: after a change of the site's keys, one account has a token of each epoch.
 */
export function exclusiveOf(
  operations: readonly Operation[],
  kinds: ReadonlyMap<LinkToken, TokenKind>,
  rules: IdentityRules,
): Exclusive {
  const attributes = new Map<LinkToken, string>();
  for (const [token, kind] of kinds) if (rules.once.includes(kind)) attributes.set(token, kind);
  for (const operation of operations) {
    if (operation.action === "record" && rules.oneRecord.includes(operation.channel)) {
      attributes.set(operation.record, `record:${operation.channel}`);
    }
  }
  const same = operations.flatMap((operation) => {
    if (operation.action !== "link") return [];
    const byAttribute = Map.groupBy(operation.tokens, (token) => attributes.get(token));
    return [...byAttribute.values()].flatMap(([a, ...others]) => others.flatMap((b) => (a ? [{ a, b }] : [])));
  });
  const groups = groupsOf([...attributes.keys()], same);
  return new Map(groups.map(([first = "" as LinkToken]) => [first, [attributes.get(first) ?? ""]]));
}

/** The kind of each token, from the latest operation that names it. */
export function kindsOf(operations: readonly Operation[]): Map<LinkToken, TokenKind> {
  const kinds = new Map<LinkToken, TokenKind>();
  for (const operation of operations) {
    if (operation.action !== "link" && operation.action !== "record") continue;
    for (const token of operation.tokens) {
      const kind = operation.kinds[token];
      if (kind) kinds.set(token, kind);
    }
  }
  return kinds;
}

/** Tokens of which operations name another kind than the latest. */
export function disputedKinds(
  operations: readonly Operation[],
  kinds: ReadonlyMap<LinkToken, TokenKind>,
): ReadonlySet<string> {
  const disputed = operations.flatMap((operation) => {
    if (operation.action !== "link" && operation.action !== "record") return [];
    return Object.entries(operation.kinds).flatMap(([token, kind]) =>
      kinds.get(token as LinkToken) === kind ? [] : [token],
    );
  });
  return new Set(disputed);
}

/** The likeness of two records. It is in effect while neither record is replaced. */
export interface Comparison extends Omit<Evidence, "key"> {
  readonly keys: readonly [OperationKey, OperationKey];
}

export function comparisonsOf(operations: readonly Operation[]): Comparison[] {
  return operations.flatMap((operation) => {
    if (operation.action !== "record") return [];
    const { key, operationId, record, contradictions = [] } = operation;
    const own = operation.likenesses.map(({ other, otherKey, weight, waterfall, contradicts }): Comparison => {
      const pair = sortedPair(record, other);
      const contrary = contradicts && { isContradiction: true as const };
      return { ...pair, kind: "fuzzy", weight, waterfall, operationId, keys: [key, otherKey], ...contrary };
    });
    const others = contradictions.map(({ one, oneKey, other, otherKey, weight }): Comparison => {
      const pair = sortedPair(one, other);
      return {
        ...pair,
        kind: "fuzzy",
        weight,
        waterfall: [],
        operationId,
        keys: [oneKey, otherKey],
        isContradiction: true,
      };
    });
    return [...own, ...others];
  });
}
