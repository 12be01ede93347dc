import type { TreeCell } from "./cell-tree.ts";
import { meanOf, nearestOf, type Weighted } from "./k-means.ts";

interface Leaf {
  readonly path: string;
  readonly centroid: readonly number[];
  readonly count: number;
}

/**
 * The tree with every point counted in the leaf that is nearest of all, as a device and its vote find it, instead of the one
 * that a walk from the root leads to. Leaves move once to the means of their points; one that is left with less than
 * `minWeight` goes, and its points to the others. Cells above are sums of their leaves.
 */
export function settledTree(cells: readonly TreeCell[], points: readonly Weighted[], minWeight: number): TreeCell[] {
  const grown = cells.filter(({ leaf }) => leaf);
  const groups = groupsOf(grown, points);
  const moved = grown.map((leaf, index) => ({ ...leaf, centroid: meanOf(groups[index] ?? []) ?? leaf.centroid }));
  const leaves = heavyLeaves(moved, points, minWeight);
  return cells.flatMap((cell): TreeCell[] => {
    const below = leaves.filter(
      ({ path }) => path === cell.path || cell.path === "" || path.startsWith(`${cell.path}.`),
    );
    const centroid = meanOf(below.map((leaf) => ({ point: leaf.centroid, weight: leaf.count })));
    const count = below.reduce((sum, leaf) => sum + leaf.count, 0);
    return centroid ? [{ path: cell.path, centroid, count, leaf: below.some(({ path }) => path === cell.path) }] : [];
  });
}

function heavyLeaves(leaves: readonly Leaf[], points: readonly Weighted[], minWeight: number): Leaf[] {
  const counted = groupsOf(leaves, points).map((group, index) => ({
    path: leaves[index]?.path ?? "",
    centroid: leaves[index]?.centroid ?? [],
    count: group.reduce((sum, { weight }) => sum + weight, 0),
  }));
  const lightest = counted.toSorted((a, b) => a.count - b.count)[0];
  if (!lightest || lightest.count >= minWeight || counted.length === 1) return counted;
  return heavyLeaves(
    counted.filter(({ path }) => path !== lightest.path),
    points,
    minWeight,
  );
}

function groupsOf(leaves: readonly Leaf[], points: readonly Weighted[]): Weighted[][] {
  const centroids = leaves.map(({ centroid }) => centroid);
  const groups = leaves.map((): Weighted[] => []);
  for (const entry of points) groups[nearestOf(entry.point, centroids)[0]]?.push(entry);
  return groups;
}
