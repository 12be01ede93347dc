import type { Assignment, Cell, Codebook, Codeword } from "@sedge/protocol";
import { levelOf } from "./cell-tree.ts";

/** The cluster of one codeword. */
export type ClusterFound = Omit<Assignment, "channels">;

/** The codeword's cell, or undefined if it is of another generation or the codebook has no such cell. */
export function cellOf(codebook: Codebook, codeword: Codeword): Cell | undefined {
  if (codeword.generation !== codebook.generation) return undefined;
  return codebook.cells.find(({ path }) => path === codeword.path);
}

/** The cluster of a codeword's cell, or undefined if it is of another generation or the codebook has no such cell. */
export function clusterOf(codebook: Codebook, codeword: Codeword): ClusterFound | undefined {
  const cell = cellOf(codebook, codeword);
  const cluster = cell && codebook.clusters.find(({ id }) => id === cell.cluster);
  if (!cell || !cluster) return undefined;
  return {
    clusterId: cluster.id,
    clusterName: cluster.name,
    generation: codebook.generation,
    level: levelOf(cell),
    confidence: cell.confidence,
  };
}
