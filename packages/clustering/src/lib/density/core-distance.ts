import { squaredDistances, type WeightedCells, isSurely } from "./weighted-cells.ts";

/**
 * For each cell the distance within which there are, surely, `minWeight` people, its own among them; Infinity where there
 * are not so many at all. Negative weights count as nobody.
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
