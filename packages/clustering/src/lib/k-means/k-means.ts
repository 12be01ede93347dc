import { assign, type Centres, type PointSet, sizeOf, squaredDistance } from "./point-set.ts";

/** Candidates of each step, of which the best is taken (greedy k-means++). */
const CANDIDATES = 4;

/**
 * k-means++ (Arthur and Vassilvitskii 2007), greedy: each next centre is a point drawn by its weight times its squared distance
 * to the centres so far, the best of a few draws. Fewer than `k` centres where there are fewer different points.
 */
function seedCentres(points: PointSet, k: number, random: () => number): Centres {
  const { d, coordinates, weights } = points;
  const n = sizeOf(points);
  const mass = Float64Array.from({ length: n }, (_, p) => weights?.[p] ?? 1);
  let potential: Float64Array = mass.slice();
  const chosen: number[] = [];
  while (chosen.length < k) {
    const total = potential.reduce((sum, value) => sum + value, 0);
    if (!(total > 0)) break;
    let best: { readonly point: number; readonly left: Float64Array; readonly sum: number } | undefined;
    for (let draw = 0; draw < (chosen.length === 0 ? 1 : CANDIDATES); draw++) {
      const point = drawn(potential, random() * total);
      const left = new Float64Array(n);
      let sum = 0;
      for (let p = 0; p < n; p++) {
        const reached = mass[p]! * squaredDistance(points, p, points, point);
        left[p] = chosen.length === 0 ? reached : Math.min(potential[p]!, reached);
        sum += left[p]!;
      }
      if (!best || sum < best.sum) best = { point, left, sum };
    }
    if (!best) break;
    chosen.push(best.point);
    potential = best.left;
  }
  const centres = new Float64Array(chosen.length * d);
  chosen.forEach((p, j) => centres.set(coordinates.subarray(p * d, (p + 1) * d), j * d));
  return { d, coordinates: centres };
}

function drawn(potential: Float64Array, at: number): number {
  let left = at;
  let last = 0;
  for (let p = 0; p < potential.length; p++) {
    if (potential[p]! <= 0) continue;
    last = p;
    left -= potential[p]!;
    if (left < 0) break;
  }
  return last;
}

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
