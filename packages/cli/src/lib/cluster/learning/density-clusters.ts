import { dbscan, denseShapes, naturalRadius, NO_CLUSTER } from "@sedge/clustering/density";
import { assign, type Centres, type PointSet } from "@sedge/clustering/k-means";
import type { CountedCells } from "./count-cells.ts";
import type { CountedShapes } from "./count-shapes.ts";

/** Clusters of dense cells. */
export interface DensityClusters {
  /** Mean of each cluster's cells, weighted by their people. */
  readonly centres: Centres;
  /** Noisy number of people of each cluster. */
  readonly counts: readonly number[];
  /** Cluster of each point, by its cell. Points outside every cluster form one more. */
  readonly labelsOf: (points: PointSet) => Int32Array;
}

/** Deviations by which the count of a cell's neighbourhood must exceed 0. */
const CORE_DEVIATIONS = 3;
/** Least share of the people in a neighbourhood. */
const CORE_SHARE = 0.005;

/** DBSCAN over drawn cells. */
export function densityClusters({ cells, counts, countStdDev }: CountedCells, people: number): DensityClusters {
  const { d, coordinates } = cells;
  const points = counts.map((_, cell) => [...coordinates.subarray(cell * d, (cell + 1) * d)]);
  const weighted = { points, weights: counts, weightStdDev: countStdDev };
  const minWeight = Math.max(CORE_DEVIATIONS * countStdDev, CORE_SHARE * people);
  const radius = naturalRadius(weighted, minWeight);
  const labels = radius === undefined ? counts.map(() => NO_CLUSTER) : dbscan(weighted, { radius, minWeight });
  return clustersOfCells(cells, counts, labels);
}

/** Clusters of any shape over the small cells of a lattice. */
export function shapeClusters({ cells, counts, countStdDev }: CountedShapes): DensityClusters {
  const { fine, centres } = cells;
  const labels = denseShapes({ ...fine, counts: counts.slice(0, fine.places.length), countStdDev });
  return clustersOfCells(
    centres,
    counts,
    counts.map((_, cell) => labels[cell] ?? NO_CLUSTER),
  );
}

function clustersOfCells(cells: Centres, counts: readonly number[], labels: readonly number[]): DensityClusters {
  const { d, coordinates } = cells;
  const clusters = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const means = new Float64Array(clusters * d);
  const sums = Array.from({ length: clusters }, () => 0);
  labels.forEach((label, cell) => {
    const count = Math.max(0, counts[cell]!);
    if (label === NO_CLUSTER || count === 0) return;
    sums[label]! += count;
    for (let i = 0; i < d; i++) means[label * d + i]! += count * coordinates[cell * d + i]!;
  });
  sums.forEach((sum, label) => {
    for (let i = 0; i < d; i++) means[label * d + i]! /= Math.max(sum, Number.MIN_VALUE);
  });
  return {
    centres: { d, coordinates: means },
    counts: sums,
    labelsOf: (all) =>
      assign(all, cells).labels.map((cell) => (labels[cell] === NO_CLUSTER ? clusters : labels[cell]!)),
  };
}
