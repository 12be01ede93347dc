import { mutualReachability } from "./core-distance.ts";
import { spanningTree } from "./spanning-tree.ts";
import { NO_CLUSTER, type WeightedCells } from "./weighted-cells.ts";

/**
 * How well a partition follows the density, -1 to 1 (DBCV, Moulavi and others 2014, over cells): a cluster is good if the
 * widest gap that must be crossed within it is narrow beside the gap to the next cluster. Mean over the clusters by
 * their people; people in no cluster count 0. One cluster alone has nothing to stand apart from and counts 0 too.
 */
export function densityValidity(cells: WeightedCells, labels: readonly number[], minWeight: number): number {
  const n = cells.points.length;
  const reach = mutualReachability(cells, minWeight);
  const names = [...new Set(labels)].filter((label) => label !== NO_CLUSTER);
  const groups = names.map((name) =>
    labels.flatMap((label, i) => (label === name && cells.weights[i]! > 0 ? [i] : [])),
  );
  const total = cells.weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
  if (names.length < 2 || !(total > 0)) return 0;
  return groups.reduce((sum, group, index) => {
    const inner = spanningTree(reach, n, group).at(-1)?.length ?? 0;
    const others = groups.filter((_, other) => other !== index).flat();
    const separation = Math.min(...group.flatMap((i) => others.map((j) => reach[i * n + j]!)));
    const weight = group.reduce((people, i) => people + cells.weights[i]!, 0);
    const widest = Math.max(separation, inner);
    const validity = Number.isFinite(widest) && widest > 0 ? (separation - inner) / widest : 0;
    return sum + (weight / total) * validity;
  }, 0);
}
