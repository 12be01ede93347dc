import type { EvidenceGraph } from "./evidence-graph.ts";
import { PairQueue } from "./pair-queue.ts";

interface Group {
  members: number[];
  /** Group number → evidence between the two: sum of weights and number of compared pairs. */
  evidence: Map<number, { sum: number; compared: number }>;
  cannotLink: Set<number>;
  exclusive: Set<string>;
}

/**
 * Joins the two clusters between which the mean evidence for a pair of nodes is highest, again and again, while it is over
 * nothing and no constraint forbids it. Pairs that were never compared count too, against.
 *
 * @param begin - Clusters to begin with; every node alone unless given.
 * @returns The clusters, each sorted.
 */
export function averageLinkage(
  graph: EvidenceGraph,
  begin: readonly (readonly number[])[] = Array.from({ length: graph.size }, (_, node) => [node]),
): number[][] {
  const groups = groupsOf(graph, begin);
  const queue = new PairQueue();
  const mean = (first: Group, second: Group, between: { sum: number; compared: number }): number => {
    const pairs = first.members.length * second.members.length;
    return (between.sum + (pairs - between.compared) * graph.uncompared) / pairs;
  };
  const offer = (a: number, b: number): void => {
    const [first, second] = a < b ? [a, b] : [b, a];
    const [one, two] = [groups[first], groups[second]];
    const between = one?.evidence.get(second);
    if (!one || !two || !between) return;
    const now = mean(one, two, between);
    if (now > 0) queue.push({ first, second, mean: now });
  };
  for (const [node, group] of groups.entries()) {
    for (const other of group?.evidence.keys() ?? []) if (other > node) offer(node, other);
  }
  for (let best = queue.pop(); best; best = queue.pop()) {
    const one = groups[best.first];
    const two = groups[best.second];
    const between = one?.evidence.get(best.second);
    // Offers outlive the clusters that they were made for.
    if (!one || !two || !between || mean(one, two, between) !== best.mean) continue;
    if (one.cannotLink.has(best.second) || [...two.exclusive].some((attribute) => one.exclusive.has(attribute)))
      continue;
    join(groups, best.first, best.second);
    for (const other of one.evidence.keys()) offer(best.first, other);
  }
  return groups.flatMap((group) => (group ? [group.members.sort((a, b) => a - b)] : []));
}

/** Clusters with the evidence between them added up. */
function groupsOf(graph: EvidenceGraph, clusters: readonly (readonly number[])[]): (Group | undefined)[] {
  const groupOf = new Int32Array(graph.size);
  for (const [number, members] of clusters.entries()) for (const node of members) groupOf[node] = number;
  return clusters.map((members, number) => {
    const group: Group = { members: [...members], evidence: new Map(), cannotLink: new Set(), exclusive: new Set() };
    for (const node of members) {
      for (const [other, weight] of graph.neighbours[node] ?? []) {
        const to = groupOf[other] ?? 0;
        if (to === number) continue;
        const known = group.evidence.get(to);
        if (known) {
          known.sum += weight;
          known.compared += 1;
        } else group.evidence.set(to, { sum: weight, compared: 1 });
      }
      for (const other of graph.cannotLink[node] ?? []) group.cannotLink.add(groupOf[other] ?? 0);
      for (const attribute of graph.exclusive[node] ?? []) group.exclusive.add(attribute);
    }
    return group;
  });
}

/** Makes group `second` a part of group `first`. */
function join(groups: (Group | undefined)[], first: number, second: number): void {
  const [one, two] = [groups[first], groups[second]];
  if (!one || !two) return;
  one.members.push(...two.members);
  for (const attribute of two.exclusive) one.exclusive.add(attribute);
  one.evidence.delete(second);
  for (const [other, { sum, compared }] of two.evidence) {
    if (other === first) continue;
    const known = one.evidence.get(other);
    const joined = { sum: sum + (known?.sum ?? 0), compared: compared + (known?.compared ?? 0) };
    one.evidence.set(other, joined);
    const theirs = groups[other]?.evidence;
    theirs?.delete(second);
    theirs?.set(first, joined);
  }
  for (const other of two.cannotLink) {
    one.cannotLink.add(other);
    groups[other]?.cannotLink.delete(second);
    groups[other]?.cannotLink.add(first);
  }
  groups[second] = undefined;
}
