import { emptyBelow, isSurely, NO_CLUSTER, squaredDistances, type WeightedCells } from "./weighted-cells.ts";
import { coreDistances } from "./hdbscan.ts";
import { square } from "../arithmetic/portable.ts";

/**
 * A default radius for DBSCAN: the one within which nine in ten people, of the cells that are not empty, have
 * `minWeight` people, times 1.1, so that their neighbours join them. Undefined if no cell has so many around it.
 */
export function naturalRadius(cells: WeightedCells, minWeight: number): number | undefined {
  const empty = emptyBelow(cells.points.length, cells.weightStdDev ?? 0);
  const weights = cells.weights.map((weight) => (weight > empty ? weight : 0));
  const core = coreDistances({ ...cells, weights }, minWeight);
  const known = weights
    .map((weight, i) => ({ weight, distance: core[i]! }))
    .filter(({ weight, distance }) => weight > 0 && distance > 0 && Number.isFinite(distance))
    .toSorted((a, b) => a.distance - b.distance);
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  return 1.1 * (known.find(({ weight }) => (below += weight) >= 0.9 * total)?.distance ?? Number.NaN) || undefined;
}

export interface DbscanOptions {
  /** How near people are neighbours; above 0, in the points' units. */
  readonly radius: number;
  /** People that a core cell has within the radius, its own among them; surely, beyond the noise. */
  readonly minWeight: number;
}

/**
 * DBSCAN (Ester, Kriegel, Sander and Xu 1996) over cells that weigh as many people as are in them. Labels from 0 in the
 * order of the cells, or `NO_CLUSTER`. A cell is a core if the cells within the radius have, surely, `minWeight` people;
 * cores within the radius of each other are one cluster, and any other cell that is not surely empty belongs to the nearest
 * core within the radius. Without noise the same as DBSCAN over the people themselves, each on the point of its cell.
 */
export function dbscan(cells: WeightedCells, { radius, minWeight }: DbscanOptions): number[] {
  if (!(radius > 0)) throw new RangeError("the radius is above 0");
  const { points, weights, weightStdDev = 0 } = cells;
  const n = points.length;
  const squared = squaredDistances(cells);
  const empty = emptyBelow(n, weightStdDev);
  const isThere = weights.map((weight) => weight > empty);
  const near = points.map((_, i) =>
    points.flatMap((__, j) => (isThere[j] && squared[i * n + j]! <= square(radius) ? [j] : [])),
  );
  const isCore = near.map((others, i) => {
    const weight = others.reduce((sum, j) => sum + weights[j]!, 0);
    return isThere[i] === true && isSurely(weight, others.length, weightStdDev, minWeight);
  });
  const labels = points.map(() => NO_CLUSTER);
  let next = 0;
  for (let start = 0; start < n; start++) {
    if (!isCore[start] || labels[start] !== NO_CLUSTER) continue;
    const open = [start];
    labels[start] = next;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const other of near[at]!) {
        if (!isCore[other] || labels[other] !== NO_CLUSTER) continue;
        labels[other] = next;
        open.push(other);
      }
    }
    next += 1;
  }
  return labels.map((label, i) => {
    if (isCore[i] || !isThere[i]) return label;
    const cores = near[i]!.filter((j) => isCore[j]);
    const nearest = cores.toSorted((a, b) => squared[i * n + a]! - squared[i * n + b]!)[0];
    return nearest === undefined ? NO_CLUSTER : labels[nearest]!;
  });
}
