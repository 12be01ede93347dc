import { assign } from "./assign.ts";
import { type Centres, type PointSet, sizeOf } from "./point-set.ts";
import { seedCentres } from "./seed-centres.ts";

export interface KMeans {
  readonly centres: Centres;
  /** Index of each point's centre. */
  readonly labels: Int32Array;
  /** Sum of the points' squared distances to their centres, by their weights. */
  readonly inertia: number;
}

export interface KMeansOptions {
  /** Runs from other seeds, of which the best is kept; 5 where not given. */
  readonly restarts?: number;
  /** Most steps of a run; 100 where not given. */
  readonly steps?: number;
  /** A run ends when a step makes the inertia less than this share smaller; 1e-6 where not given. */
  readonly tolerance?: number;
  /** Centres of one more run, beside those from k-means++. */
  readonly start?: Centres;
}

/**
 * Weighted k-means: Lloyd's steps from greedy k-means++ seeds, the best of several runs. At most `k` centres, fewer where there
 * are fewer different points. `random`: numbers in [0, 1). Throws RangeError without points or for k below 1.
 */
export function kMeans(points: PointSet, k: number, random: () => number, options: KMeansOptions = {}): KMeans {
  if (sizeOf(points) === 0 || k < 1) throw new RangeError("k-means needs points, and one centre or more");
  const { restarts = 5, start } = options;
  let best = start && lloyd(points, start, options);
  for (let run = 0; run < restarts; run++) {
    const found = lloyd(points, seedCentres(points, k, random), options);
    if (!best || found.inertia < best.inertia) best = found;
  }
  if (!best) throw new RangeError("k-means needs a run");
  return best;
}

function lloyd(points: PointSet, start: Centres, { steps = 100, tolerance = 1e-6 }: KMeansOptions): KMeans {
  const centres = { d: start.d, coordinates: start.coordinates.slice() };
  const labels = new Int32Array(sizeOf(points));
  let { inertia } = assign(points, centres, labels);
  for (let step = 0; step < steps; step++) {
    moveToMeans(points, labels, centres);
    const now = assign(points, centres, labels).inertia;
    const isOver = now >= inertia * (1 - tolerance);
    inertia = now;
    if (isOver) break;
  }
  return { centres, labels, inertia };
}

/** A centre without people stays where it is. */
function moveToMeans({ d, coordinates, weights }: PointSet, labels: Int32Array, centres: Centres): void {
  const k = sizeOf(centres);
  const mass = new Float64Array(k);
  const sums = new Float64Array(k * d);
  for (let p = 0; p < labels.length; p++) {
    const label = labels[p]!;
    const weight = weights ? weights[p]! : 1;
    mass[label]! += weight;
    for (let t = 0; t < d; t++) sums[label * d + t]! += weight * coordinates[p * d + t]!;
  }
  for (let j = 0; j < k; j++) {
    if (mass[j]! <= 0) continue;
    for (let t = 0; t < d; t++) centres.coordinates[j * d + t] = sums[j * d + t]! / mass[j]!;
  }
}
