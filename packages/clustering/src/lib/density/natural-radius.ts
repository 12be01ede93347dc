import { coreDistances } from "./core-distance.ts";
import { emptyBelow, type WeightedCells } from "./weighted-cells.ts";

/**
 * A radius for DBSCAN where nobody names one: that within which nine in ten people, of the cells that are not empty,
 * have `minWeight` people, times 1.1, so that their neighbours join them. Undefined where no cell has so many around it.
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
