import type { EvidenceGraph } from "./evidence-graph.ts";

/** Most rounds over all nodes; each node moves only for a gain, so that rounds end by themselves long before. */
const MAX_ROUNDS = 20;

/**
 * Moves single nodes to better clusters: where the sum of evidence within clusters increases, and the node's mean
 * evidence too (the sum alone would favour large clusters, the mean alone might cycle). Ends when no move gains, or
 * after 20 rounds. Keeps the constraints satisfied.
 */
export function localRepair(graph: EvidenceGraph, clusters: readonly (readonly number[])[]): number[][] {
  const groups = clusters.map((members) => new Set(members));
  const groupOf = new Int32Array(graph.size);
  for (const [number, group] of groups.entries()) for (const node of group) groupOf[node] = number;

  for (let round = 0, moved = true; moved && round < MAX_ROUNDS; round++) {
    moved = false;
    for (let node = 0; node < graph.size; node++) {
      const from = groupOf[node] ?? 0;
      const to = bestGroup(graph, groups, groupOf, node);
      if (to === from) continue;
      moved = true;
      groups[from]?.delete(node);
      groups[to]?.add(node);
      groupOf[node] = to;
    }
  }
  return groups.flatMap((group) => (group.size > 0 ? [[...group].sort((a, b) => a - b)] : []));
}

function bestGroup(
  graph: EvidenceGraph,
  groups: readonly ReadonlySet<number>[],
  groupOf: Int32Array,
  node: number,
): number {
  const from = groupOf[node] ?? 0;
  const sums = new Map<number, { sum: number; compared: number }>();
  for (const [other, weight] of graph.neighbours[node] ?? []) {
    const group = groupOf[other] ?? 0;
    const known = sums.get(group) ?? { sum: 0, compared: 0 };
    sums.set(group, { sum: known.sum + weight, compared: known.compared + 1 });
  }
  const gain = (group: number): number => {
    const { sum, compared } = sums.get(group) ?? { sum: 0, compared: 0 };
    const others = (groups[group]?.size ?? 0) - (group === from ? 1 : 0);
    return sum + (others - compared) * graph.uncompared;
  };
  const mean = (group: number): number => {
    const others = (groups[group]?.size ?? 0) - (group === from ? 1 : 0);
    return others === 0 ? 0 : gain(group) / others;
  };
  let best = from;
  let bestGain = gain(from);
  let bestMean = mean(from);
  for (const group of [...sums.keys()].sort((a, b) => a - b)) {
    if (
      group !== from &&
      gain(group) > bestGain &&
      mean(group) > bestMean &&
      mayJoin(graph, groups[group] ?? new Set(), node)
    ) {
      best = group;
      bestGain = gain(group);
      bestMean = mean(group);
    }
  }
  return best;
}

function mayJoin(graph: EvidenceGraph, group: ReadonlySet<number>, node: number): boolean {
  for (const other of graph.cannotLink[node] ?? []) if (group.has(other)) return false;
  const attributes = graph.exclusive[node] ?? [];
  if (attributes.length === 0) return true;
  for (const other of group) if (graph.exclusive[other]?.some((one) => attributes.includes(one))) return false;
  return true;
}
