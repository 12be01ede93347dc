import type { ClusterConstraints, ClusterEdge } from "./cluster-edge.ts";
import { clusterGraph } from "./cluster-graph.ts";
import { type EvidenceGraph, PER_BIT, UNCOMPARED_BITS } from "./evidence-graph.ts";

/** Nodes as the numbers of their sorted names, so that the order of the input is forgotten. */
function evidenceGraph(
  names: readonly string[],
  edges: readonly ClusterEdge[],
  { cannotLink, exclusive }: ClusterConstraints,
): EvidenceGraph {
  const numbers = new Map(names.map((name, number) => [name, number]));
  const neighbours = names.map(() => new Map<number, number>());
  const forbidden = names.map(() => new Set<number>());
  for (const { a, b, weight, kind } of edges) {
    const [one, two] = [numbers.get(a), numbers.get(b)];
    if (one === undefined || two === undefined || one === two || kind === "household") continue;
    const units = Math.round(weight * PER_BIT);
    const strongest = Math.max(neighbours[one]?.get(two) ?? units, units);
    neighbours[one]?.set(two, strongest);
    neighbours[two]?.set(one, strongest);
  }
  for (const [a, b] of cannotLink) {
    const [one, two] = [numbers.get(a), numbers.get(b)];
    if (one === undefined || two === undefined || one === two) continue;
    forbidden[one]?.add(two);
    forbidden[two]?.add(one);
  }
  return {
    size: names.length,
    neighbours,
    uncompared: UNCOMPARED_BITS * PER_BIT,
    cannotLink: forbidden,
    exclusive: names.map((name) => exclusive.get(name) ?? []),
  };
}

/**
 * The entities among `nodes`: clusters whose internal evidence no single move can increase, subject to the constraints,
 * and never the plain connected components of the edges. Independent of the order of nodes, edges and constraints.
 *
 * Merges two clusters while the mean evidence between their nodes supports it (a pair without an edge counts against),
 * then moves single nodes to better clusters. Several edges between the same two nodes count as the strongest.
 *
 * @param nodes - Distinct names. Edges and constraints of other names are ignored.
 * @returns Every node in exactly one cluster; clusters sorted internally, and by their first node.
 */
export function clusterNodes(
  nodes: readonly string[],
  edges: readonly ClusterEdge[],
  constraints: ClusterConstraints,
): string[][] {
  const names = [...new Set(nodes)].sort();
  const graph = evidenceGraph(names, edges, constraints);
  const clusters = clusterGraph(graph);
  return clusters
    .map((members) => members.map((member) => names[member] ?? ""))
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}
