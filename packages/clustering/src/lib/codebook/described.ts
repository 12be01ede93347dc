import { Codebook, type ClusterId, type Generation } from "@sedge/protocol";
import * as v from "valibot";
import { anyClusterNames } from "../card/cluster-name.ts";
import { isWithin, parentOf, ROOT } from "./cell-path.ts";
import { centreOf, type Point } from "./geometry.ts";

/** A leaf as it will be served. */
export interface ServedLeaf {
  readonly path: string;
  readonly centroid: Point;
  /** A whole number, at least 0. */
  readonly count: number;
  readonly cluster: ClusterId;
}

/** Digits of published coordinates and shares: 4. */
export function rounded(x: number): number {
  return Math.round(x * 10_000) / 10_000;
}

/**
 * The codebook of some leaves: cells above them are their sums, a cell's cluster is that of most of its people. Its clusters
 * come in the order of their numbers.
 */
export function describedCodebook(
  last: Pick<Codebook, "featureSchema" | "features">,
  generation: Generation | number,
  leaves: readonly ServedLeaf[],
): v.SafeParseResult<typeof Codebook> {
  const ids = [...new Set(leaves.map(({ cluster }) => cluster))].toSorted(
    (a, b) => Number(a.slice(1)) - Number(b.slice(1)),
  );
  const masses = (members: readonly ServedLeaf[]) =>
    members.map((leaf) => ({ point: leaf.centroid, weight: leaf.count }));
  const countOf = (members: readonly ServedLeaf[]) => members.reduce((sum, { count }) => sum + count, 0);
  const clusters = ids.map((id) => {
    const own = leaves.filter(({ cluster }) => cluster === id);
    return { id, centroid: centreOf(masses(own)).map(rounded), count: countOf(own) };
  });
  const names = anyClusterNames(
    clusters.map(({ centroid }) => Object.fromEntries(last.features.map((name, i) => [name, centroid[i] ?? 0]))),
  );
  const cells = [...pathsOf(leaves)].toSorted(byPath).map((path) => {
    const below = leaves.filter((leaf) => isWithin(leaf.path, path));
    const count = countOf(below);
    const shares = ids.map((id) => countOf(below.filter(({ cluster }) => cluster === id)));
    const most = Math.max(...shares);
    // For an empty cell, the cluster of the first leaf: every cell has a cluster.
    const cluster = most > 0 ? ids[shares.indexOf(most)]! : below[0]!.cluster;
    return {
      path,
      centroid: centreOf(masses(below)).map(rounded),
      count,
      cluster,
      confidence: count > 0 ? rounded(most / count) : 0,
    };
  });
  return v.safeParse(Codebook, {
    generation,
    source: "round",
    featureSchema: last.featureSchema,
    features: last.features,
    cells,
    clusters: clusters.map((cluster, index) => ({ ...cluster, name: names[index] })),
  });
}

function pathsOf(leaves: readonly ServedLeaf[]): Set<string> {
  const paths = new Set<string>([ROOT]);
  for (const leaf of leaves) for (let { path } = leaf; path !== ROOT; path = parentOf(path)) paths.add(path);
  return paths;
}

/** Parents before their children, children by their numbers. */
function byPath(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => (path === ROOT ? [] : path.split(".").map(Number)));
  for (const [index, step] of left!.entries()) {
    const other = right![index];
    if (other === undefined) return 1;
    if (step !== other) return step - other;
  }
  return left!.length - right!.length;
}
