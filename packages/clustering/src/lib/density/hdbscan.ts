import { mutualReachability } from "./core-distance.ts";
import { spanningTree, type TreeEdge } from "./spanning-tree.ts";
import { emptyBelow, NO_CLUSTER, type WeightedCells } from "./weighted-cells.ts";

export interface HdbscanOptions {
  /** People within a cell's core distance; the larger, the smoother the density. */
  readonly minWeight: number;
  /** People that a cluster has at least. */
  readonly minClusterWeight: number;
}

/** A branch of the condensed tree: a cluster as long as density is above `born`, and how stable it is. */
interface Branch {
  readonly members: readonly number[];
  readonly stability: number;
  readonly children: readonly Branch[];
}

/**
 * HDBSCAN (Campello, Moulavi and Sander 2013) over cells that weigh as many people as are in them: single linkage by mutual
 * reachability, condensed to branches of at least `minClusterWeight` people, of which those are chosen whose excess of
 * mass is greatest. Labels from 0, or `NO_CLUSTER`. The whole is never one cluster by itself: where nothing stands
 * apart, no cell has one. Cells that may well be empty are left out.
 */
export function hdbscan(cells: WeightedCells, { minWeight, minClusterWeight }: HdbscanOptions): number[] {
  const n = cells.points.length;
  const empty = emptyBelow(n, cells.weightStdDev ?? 0);
  const members = cells.points.map((_, i) => i).filter((i) => cells.weights[i]! > empty);
  const labels = cells.points.map(() => NO_CLUSTER);
  if (members.length === 0) return labels;
  const edges = spanningTree(
    mutualReachability({ ...cells, weights: cells.weights.map((w) => (w > empty ? w : 0)) }, minWeight),
    n,
    members,
  );
  const weigh = (group: readonly number[]) => group.reduce((sum, i) => sum + cells.weights[i]!, 0);
  const whole = condense(members, edges, Infinity, weigh, minClusterWeight);
  const chosen = whole.children.flatMap((child) => mostStable(child).branches);
  chosen
    .toSorted((a, b) => Math.min(...a.members) - Math.min(...b.members))
    .forEach((branch, label) => {
      for (const i of branch.members) labels[i] = label;
    });
  return labels;
}

/** λ, the inverse of a distance; where people are on one point it is bounded, so that stabilities stay comparable. */
function densityAt(length: number): number {
  return 1 / Math.max(length, 1e-9);
}

/**
 * The branch of some cells that holds together below `born`. `edges`: their spanning tree, the shortest first. Cutting the
 * longest edge again and again, what falls off with too few people fell out of the branch at that density; when two
 * parts are both large enough the branch ends, and they are its children.
 */
function condense(
  members: readonly number[],
  edges: readonly TreeEdge[],
  born: number,
  weigh: (group: readonly number[]) => number,
  least: number,
): Branch {
  let inside = members;
  let left = edges;
  let stability = 0;
  for (let longest = left.at(-1); longest; longest = left.at(-1)) {
    const { length } = longest;
    // Edges of one length fall together, or the order of equals would decide.
    const parts = partsOf(
      inside,
      left.filter((edge) => edge.length < length),
    );
    const large = parts.filter(({ members: group }) => weigh(group) >= least);
    const gain = densityAt(length) - densityAt(born);
    const kept = large.length === 1 ? large[0] : undefined;
    const weightOfFallen = weigh(inside) - (kept ? weigh(kept.members) : 0);
    stability += weightOfFallen * gain;
    if (!kept) {
      const children = large.map((part) => condense(part.members, part.edges, length, weigh, least));
      return { members, stability, children };
    }
    inside = kept.members;
    left = kept.edges;
  }
  return { members, stability: stability + weigh(inside) * (densityAt(0) - densityAt(born)), children: [] };
}

/** What is left connected. */
function partsOf(members: readonly number[], edges: readonly TreeEdge[]) {
  const partOf = new Map(members.map((i) => [i, [i]]));
  for (const { a, b } of edges) {
    const [one, other] = [partOf.get(a)!, partOf.get(b)!];
    const [large, small] = one.length >= other.length ? [one, other] : [other, one];
    for (const i of small) {
      large.push(i);
      partOf.set(i, large);
    }
  }
  return [...new Set(partOf.values())].map((group) => ({
    members: group,
    edges: edges.filter(({ a }) => partOf.get(a) === group),
  }));
}

/** The choice of branches, this one or those below it, with the greatest sum of stabilities. */
function mostStable(branch: Branch): { readonly branches: readonly Branch[]; readonly stability: number } {
  const below = branch.children.map(mostStable);
  const sum = below.reduce((total, { stability }) => total + stability, 0);
  if (below.length === 0 || branch.stability >= sum) return { branches: [branch], stability: branch.stability };
  return { branches: below.flatMap(({ branches }) => branches), stability: sum };
}
