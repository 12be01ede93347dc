import { clusterNodes, type ClusterEdge } from "@sedge/linkage/clustering";
import type { LinkToken, OperationId } from "@sedge/protocol";
import type { OperationKey } from "../operations/operation.ts";
import { type Evidence, SIGNED_WEIGHT } from "./evidence.ts";
import { groupsOf } from "./profile.ts";

/** Two tokens of different people, whatever other evidence exists. */
export type CannotLink = readonly [LinkToken, LinkToken];
/** An unlink: the leaver must stay separate from these tokens until one of them and the leaver sign a link together. */
export interface Parting {
  readonly key: OperationKey;
  readonly operationId: OperationId;
  readonly leaver: LinkToken;
  readonly from: readonly LinkToken[];
}

/** What a person has once at most, by the tokens that have it, such as `account` or `record:shop-till`. */
export type Exclusive = ReadonlyMap<LinkToken, readonly string[]>;

/** Whether the tokens of a group may all be one person's. */
function isAllowed(group: readonly LinkToken[], cannotLink: readonly CannotLink[], exclusive: Exclusive): boolean {
  if (cannotLink.some(([one, other]) => group.includes(one) && group.includes(other))) return false;
  const attributes = group.flatMap((token) => exclusive.get(token) ?? []);
  return new Set(attributes).size === attributes.length;
}

/**
 * The entities among a component's tokens, each sorted, by their first token. Tokens that signatures connect are one
 * node unless a constraint forbids it, so that a long chain of them is one person; the nodes are clustered by all
 * evidence between them.
 *
 * @param shared - Identifiers that many people share: a signature with one joins nobody.
 */
export function entitiesOf(
  members: readonly LinkToken[],
  evidence: readonly Evidence[],
  shared: ReadonlySet<LinkToken>,
  cannotLink: readonly CannotLink[],
  exclusive: Exclusive,
): LinkToken[][] {
  const counted = strongest(evidence).filter(({ a, b, kind }) => kind === "fuzzy" || !(shared.has(a) || shared.has(b)));
  const certain = counted.filter(({ kind, weight }) => kind === "strong" && weight >= SIGNED_WEIGHT);
  const nodes = groupsOf(members, certain).flatMap((group) =>
    isAllowed(group, cannotLink, exclusive) ? [group] : group.map((token) => [token]),
  );
  const nodeOf = new Map(
    nodes.flatMap((node) => node.map((token): [LinkToken, LinkToken] => [token, node[0] ?? token])),
  );
  const node = (token: LinkToken): LinkToken => nodeOf.get(token) ?? token;
  const edges = between(counted, node);
  if (edges.length === 0) return nodes;
  const contradictory = contradictoryNodes(counted, edges, node);
  const clusters = clusterNodes(
    nodes.map(([first = ""]) => first),
    edges,
    {
      cannotLink: [...cannotLink.map(([one, other]): CannotLink => [node(one), node(other)]), ...contradictory],
      exclusive: new Map(
        nodes.map((tokens) => [tokens[0] ?? "", tokens.flatMap((token) => exclusive.get(token) ?? [])]),
      ),
    },
  );
  const tokensOf = new Map<string, readonly LinkToken[]>(nodes.map((tokens) => [tokens[0] ?? "", tokens]));
  return clusters
    .map((cluster) => cluster.flatMap((first) => tokensOf.get(first) ?? []).sort())
    .sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
}

/** The strongest evidence of each pair: a signature, or the best likeness. Repeated evidence does not add up. */
export function strongest(evidence: readonly Evidence[]): Evidence[] {
  const best = new Map<string, Evidence>();
  for (const one of evidence) {
    const pair = `${one.a} ${one.b}`;
    const known = best.get(pair);
    const isBetter =
      !known || (one.kind === known.kind ? one.weight > known.weight : one.kind === "strong" && known.kind === "fuzzy");
    if (isBetter) best.set(pair, one);
  }
  return [...best.values()];
}

/**
 * Nodes of which two records contradict each other, unless all evidence between the two nodes outweighs that. Otherwise records that
 * agree with both, of which one channel can invent any number, would join them by the mean.
 */
function contradictoryNodes(
  evidence: readonly Evidence[],
  edges: readonly ClusterEdge[],
  node: (token: LinkToken) => LinkToken,
): CannotLink[] {
  const pair = (one: string, other: string) => (one < other ? `${one} ${other}` : `${other} ${one}`);
  const against = new Set(edges.filter(({ weight }) => weight < 0).map(({ a, b }) => pair(a, b)));
  return evidence.flatMap(({ a, b, isContradiction }): CannotLink[] =>
    isContradiction && against.has(pair(node(a), node(b))) ? [[node(a), node(b)]] : [],
  );
}

/** The evidence between different nodes, summed over their pairs. */
function between(evidence: readonly Evidence[], node: (token: LinkToken) => LinkToken): ClusterEdge[] {
  const sums = new Map<string, { a: LinkToken; b: LinkToken; weight: number; kind: Evidence["kind"] }>();
  for (const { a, b, weight, kind } of evidence) {
    const [one, other] = [node(a), node(b)].sort();
    if (one === undefined || other === undefined || one === other) continue;
    const key = `${one} ${other}`;
    const known = sums.get(key);
    sums.set(key, {
      a: one,
      b: other,
      weight: weight + (known?.weight ?? 0),
      kind: known?.kind === "strong" ? "strong" : kind,
    });
  }
  return [...sums.values()];
}
