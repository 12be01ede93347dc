import { emptyBelow, NO_CLUSTER, type WeightedCells, squaredDistances, isSurely } from "./weighted-cells.ts";

/** An edge of a tree over numbered things. */
interface TreeEdge {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/** Minimum spanning tree of the things that `members` names, by their table of distances (Prim), its shortest edge first. */
export function spanningTree(distances: ArrayLike<number>, n: number, members: readonly number[]): TreeEdge[] {
  const [start, ...rest] = members;
  if (start === undefined) return [];
  const left = new Set(rest);
  const from = new Map(rest.map((j) => [j, start]));
  const edges: TreeEdge[] = [];
  while (left.size > 0) {
    let next = -1;
    let least = Infinity;
    for (const j of left) {
      const distance = distances[from.get(j)! * n + j]!;
      if (next < 0 || distance < least) [next, least] = [j, distance];
    }
    left.delete(next);
    edges.push({ a: from.get(next)!, b: next, length: least });
    for (const j of left) if (distances[next * n + j]! < distances[from.get(j)! * n + j]!) from.set(j, next);
  }
  return edges.toSorted((x, y) => x.length - y.length);
}

/**
 * For each cell, the distance within which there are at least `minWeight` people, its own included; Infinity if there
 * are not so many at all. Negative weights count as 0.
 */
export function coreDistances(cells: WeightedCells, minWeight: number): Float64Array {
  const { points, weights, weightStdDev = 0 } = cells;
  const n = points.length;
  const squared = squaredDistances(cells);
  return Float64Array.from(points, (_, i) => {
    const order = points.map((__, j) => j).toSorted((a, b) => squared[i * n + a]! - squared[i * n + b]!);
    let weight = 0;
    let counted = 0;
    for (const j of order) {
      if (weights[j]! <= 0) continue;
      weight += weights[j]!;
      counted += 1;
      if (isSurely(weight, counted, weightStdDev, minWeight)) return Math.sqrt(squared[i * n + j]!);
    }
    return Infinity;
  });
}

/** Mutual reachability of any two cells: the greatest of their distance and both core distances (Campello and others 2013). */
export function mutualReachability(cells: WeightedCells, minWeight: number): Float64Array {
  const n = cells.points.length;
  const squared = squaredDistances(cells);
  const core = coreDistances(cells, minWeight);
  return squared.map((square, at) => Math.max(Math.sqrt(square), core[Math.floor(at / n)]!, core[at % n]!));
}

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
 * HDBSCAN (Campello, Moulavi and Sander 2013) over cells weighted by their people: single linkage by mutual
 * reachability, condensed to branches of at least `minClusterWeight` people, from which those with the greatest excess
 * of mass are selected. Labels from 0, or `NO_CLUSTER`. The whole set is never one cluster: if nothing is separate, no
 * cell has one. Cells that may be empty are left out.
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
 * The branch of cells that are connected below `born`. `edges`: their spanning tree, the shortest edge first. The
 * longest edge is cut repeatedly. A part with too few people leaves the branch at that density; when both parts are
 * large enough, the branch ends and they become its children.
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

/** The part that stays connected. */
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

/**
 * How well a partition matches the density, -1 to 1 (DBCV, Moulavi and others 2014, over cells): a cluster is good if
 * the widest gap within it is narrow compared with the gap to the next cluster. Mean over the clusters by their people;
 * people in no cluster count 0. A single cluster counts 0 too.
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
