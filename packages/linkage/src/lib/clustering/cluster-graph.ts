import { averageLinkage } from "./average-linkage.ts";
import type { EvidenceGraph } from "./evidence-graph.ts";
import { localRepair } from "./local-repair.ts";

/** Most times that clusters are joined again after nodes have moved. */
const MAX_ROUNDS = 3;

/**
 * The clusters of a graph: merged while the mean evidence between two supports it, then repaired node by node, then
 * merged again, because moved nodes may make two clusters fit.
 */
export function clusterGraph(graph: EvidenceGraph): number[][] {
  let clusters = averageLinkage(graph);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const repaired = localRepair(graph, clusters);
    const joined = averageLinkage(graph, repaired);
    if (joined.length === repaired.length) return joined;
    clusters = joined;
  }
  return clusters;
}
