import { assign, kMeans } from "@sedge/clustering/k-means";
import type { Random } from "@sedge/models/random";

const RESTARTS = 5;

/** Clusters of central k-means, which sees every point. Returns the cluster nearest to a point. */
export function centralClusters(
  points: readonly (readonly number[])[],
  k: number,
  random: Random,
): (point: readonly number[]) => string {
  const d = points[0]?.length ?? 0;
  const { centres } = kMeans({ d, coordinates: Float64Array.from(points.flat()) }, k, random, { restarts: RESTARTS });
  return (point) => String(assign({ d, coordinates: Float64Array.from(point) }, centres).labels[0]);
}
