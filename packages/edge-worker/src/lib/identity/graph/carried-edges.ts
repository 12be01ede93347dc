import { sha256Hex } from "@sedge/operator";
import type { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { type CarriedOperation, type LinkOperation, type Operation, OperationKey } from "../operations/operation.ts";

import type { Graph } from "./component.ts";
import { type Evidence, SIGNED_WEIGHT, sortedPair } from "./evidence.ts";

type Carried = Pick<CarriedOperation, "action" | "tokens" | "edge" | "weight" | "waterfall" | "claimed">;
type Landing = Pick<LinkOperation, "action" | "tokens" | "kinds">;

/** An edge of a retired token, as its successor has it, and the operation that it rests on. */
export interface CarriedEdge {
  readonly source: OperationKey;
  readonly operation: (Carried | Landing) & Pick<LinkOperation, "operationId">;
}

/** The retirement of a token's key epoch. */
export interface Retirement {
  /** Tokens of its profile that are of a newer epoch. */
  readonly newer: readonly LinkToken[];
  /** Seconds since 1970. */
  readonly at: number;
}

/** The token that replaces a retired one, and how sure it is that the two are one person's. */
interface Successor {
  readonly token: LinkToken;
  readonly weight: number;
  readonly kind: Evidence["kind"];
  /** Two tokens of one identifier, or signed with both keys: what applies to one applies to the other. */
  readonly isCertain: boolean;
  /** Whether one of the two joined the other by its own key alone, so that it may be a stranger's. */
  readonly isClaimed: boolean;
}

const otherOf = ({ a, b }: Evidence, token: LinkToken): LinkToken => (a === token ? b : a);
const names = ({ a, b }: Evidence, token: LinkToken): boolean => a === token || b === token;

/**
 * The closest token: the same identifier's of another epoch, else one that is certainly the same person's, else the one with
 * the strongest edge; of several, one that did not join by its own key alone, and then one of a newer epoch.
 */
function successorOf(graph: Graph, token: LinkToken, newer: ReadonlySet<LinkToken>): Successor | undefined {
  const profile = graph.profiles.find((tokens) => tokens.includes(token)) ?? [];
  const kind = graph.kinds.get(token);
  const candidates = graph.evidence.flatMap((evidence): (Successor & { rank: number })[] => {
    const other = otherOf(evidence, token);
    if (!names(evidence, token) || evidence.device !== undefined || evidence.weight <= 0) return [];
    const claimed = graph.claims.get(evidence.key) ?? [];
    const isClaimed = claimed.includes(other) || claimed.includes(token);
    const isTwin = evidence.kind === "strong" && !isClaimed && kind !== undefined && graph.kinds.get(other) === kind;
    if (!isTwin && !profile.includes(other)) return [];
    const isSigned = evidence.kind === "strong" && evidence.weight >= SIGNED_WEIGHT;
    const rank = (isTwin ? 8 : 0) + (isSigned ? 4 : 0) + (isClaimed ? 0 : 2) + (newer.has(other) ? 1 : 0);
    const { weight } = evidence;
    return [{ token: other, weight, kind: evidence.kind, isCertain: isTwin || isSigned, isClaimed, rank }];
  });
  return candidates.toSorted(
    (one, other) => other.rank - one.rank || other.weight - one.weight || (one.token < other.token ? -1 : 1),
  )[0];
}

/**
 * The edges of a token that is about to be dropped, for its successor: of the same kind and weight, so that a guest
 * stays a guest, a likeness a likeness, and a token that joined by its own key alone does not become the person's. Where the successor itself is less than certain, no edge is surer than that.
 *
 * @param newer - Tokens of the profile that are of a newer key epoch.
 */
export function carriedEdges(graph: Graph, token: LinkToken, newer: ReadonlySet<LinkToken>): CarriedEdge[] {
  const successor = successorOf(graph, token, newer);
  if (!successor) return [];
  const { isCertain } = successor;
  const profile = graph.profiles.find((tokens) => tokens.includes(token)) ?? [];
  const between = (other: LinkToken) => {
    const { a, b } = sortedPair(successor.token, other);
    return graph.evidence.filter((evidence) => evidence.a === a && evidence.b === b);
  };
  const edges = graph.evidence.flatMap((evidence): CarriedEdge[] => {
    const other = otherOf(evidence, token);
    const { kind, weight, waterfall, key: source, operationId, device } = evidence;
    if (!names(evidence, token) || device === token || other === successor.token) return [];
    if (!isCertain && !profile.includes(other)) return [];
    const known = between(other);
    if (known.some((one) => one.operationId === operationId)) return [];
    const { a, b } = sortedPair(successor.token, other);
    if (device !== undefined) {
      const kinds: LinkOperation["kinds"] = { [device]: "landing-link" };
      return [{ source, operation: { action: "link", tokens: [a, b], kinds, operationId } }];
    }
    const edge = isCertain || successor.kind === kind ? kind : "fuzzy";
    // What two records are compared by now counts, not what an older content of one of them was.
    if (edge === "fuzzy" && known.some((one) => one.kind === "fuzzy")) return [];
    const claims = graph.claims.get(source) ?? [];
    const isClaimed = successor.isClaimed || claims.includes(other) || claims.includes(token);
    const carried = {
      edge,
      weight: isCertain ? weight : Math.min(weight, successor.weight),
      waterfall: [...waterfall],
      ...(isClaimed && { claimed: [a, b] }),
    };
    return [{ source, operation: { action: "carried", tokens: [a, b], ...carried, operationId } }];
  });
  return isCertain ? [...edges, ...carriedSeparations(graph, token, successor.token, between)] : edges;
}

function carriedSeparations(
  graph: Graph,
  token: LinkToken,
  successor: LinkToken,
  between: (other: LinkToken) => readonly Evidence[],
): CarriedEdge[] {
  return graph.partings.flatMap(({ key, operationId, leaver, from }) => {
    const others = leaver === token ? from : from.includes(token) ? [leaver] : [];
    return others.flatMap((other): CarriedEdge[] => {
      // They signed together since, which ends a separation.
      if (other === successor || between(other).some(({ kind }) => kind === "strong")) return [];
      const { a, b } = sortedPair(successor, other);
      const separation = { action: "carried", edge: "cannot-link", weight: 0 } as const;
      return [{ source: key, operation: { ...separation, tokens: [a, b], waterfall: [], operationId } }];
    });
  });
}

/** Carried edges as operations, each with the same key every time, so that it is kept once. @param at - Seconds since 1970. */
export function carriedOperations(edges: readonly CarriedEdge[], at: number): Promise<Operation[]> {
  return Promise.all(
    edges.map(async ({ source, operation }): Promise<Operation> => {
      const text = JSON.stringify(["carried", source, ...operation.tokens]);
      const key = v.parse(OperationKey, await sha256Hex(new TextEncoder().encode(text)));
      return { ...operation, key, at, sequence: 0 };
    }),
  );
}
