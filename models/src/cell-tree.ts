import { kMeans, meanOf, type Weighted } from "./k-means.ts";
import type { Random } from "./random.ts";

/** One node of a tree of cells over points. */
export interface TreeCell {
  readonly path: string;
  readonly centroid: readonly number[];
  /** Weight of the points in it and below it. */
  readonly count: number;
  readonly leaf: boolean;
}

export interface TreeShape {
  /** Children of the root, of a child, and so on; its length is the depth. */
  readonly branches: readonly number[];
  /** A cell lighter than twice this is not split, and a split that leaves a child lighter than this is not made. */
  readonly minWeight: number;
}

/**
 * A tree of cells by k-means within each cell, from the top down. A cell with too little weight for its number of
 * children gets fewer, down to two, or stays a leaf. Parents come before their children.
 */
export function growTree(points: readonly Weighted[], shape: TreeShape, random: Random, path = ""): TreeCell[] {
  const centroid = meanOf(points) ?? [];
  const count = points.reduce((sum, { weight }) => sum + weight, 0);
  const level = path === "" ? 0 : path.split(".").length;
  const groups = splitOf(points, shape.branches[level] ?? 0, shape.minWeight, count, random);
  const below = groups.flatMap((group, index) =>
    growTree(group, shape, random, path === "" ? `${index}` : `${path}.${index}`),
  );
  return [{ path, centroid, count, leaf: groups.length === 0 }, ...below];
}

function splitOf(
  points: readonly Weighted[],
  most: number,
  minWeight: number,
  count: number,
  random: Random,
): Weighted[][] {
  for (let k = Math.min(most, Math.floor(count / minWeight)); k >= 2; k -= 1) {
    const { labels, centroids } = kMeans(points, k, random);
    const groups = centroids.map((_, label) => points.filter((__, index) => labels[index] === label));
    const weights = groups.map((group) => group.reduce((sum, { weight }) => sum + weight, 0));
    if (centroids.length === k && Math.min(...weights) >= minWeight) {
      return groups.toSorted((a, b) => (meanOf(a)?.[0] ?? 0) - (meanOf(b)?.[0] ?? 0));
    }
  }
  return [];
}
