import { squaredDistance } from "@sedge/features";
import { type Random } from "./random.ts";

/** Points to be clustered, with what each one weighs. */
export interface Weighted {
  readonly point: readonly number[];
  readonly weight: number;
}

export interface Clustering {
  readonly centroids: readonly (readonly number[])[];
  /** Index of each point's centroid. */
  readonly labels: readonly number[];
  /** Weighted sum of squared distances to the centroids. */
  readonly inertia: number;
}

/** Index of the nearest centroid, and the squared distance to it. */
export function nearestOf(point: readonly number[], centroids: readonly (readonly number[])[]): [number, number] {
  let best = 0;
  let least = Infinity;
  centroids.forEach((centroid, index) => {
    const distance = squaredDistance(point, centroid);
    if (distance < least) [best, least] = [index, distance];
  });
  return [best, least];
}

/**
 * The best of several runs of weighted k-means: k-means++ seeding, Lloyd's steps until nothing moves, at most 100. Training code: the
 * shipped codebook's hash follows from these draws and this order of sums. Clustering's own seeds greedily, which gives other centroids.
 */
export function kMeans(points: readonly Weighted[], k: number, random: Random, restarts = 5): Clustering {
  let best: Clustering | undefined;
  for (let run = 0; run < restarts; run += 1) {
    const found = lloyd(points, seeded(points, k, random));
    if (!best || found.inertia < best.inertia) best = found;
  }
  if (!best) throw new RangeError("k-means needs at least one run");
  return best;
}

function seeded(points: readonly Weighted[], k: number, random: Random): number[][] {
  const distances = points.map(() => 1);
  const centroids: number[][] = [];
  while (centroids.length < k) {
    const total = points.reduce((sum, { weight }, index) => sum + weight * (distances[index] ?? 0), 0);
    let left = random() * total;
    const chosen = points.find(({ weight }, index) => (left -= weight * (distances[index] ?? 0)) < 0) ?? points[0];
    if (!chosen || total === 0) break;
    const centroid = [...chosen.point];
    points.forEach(({ point }, index) => {
      const distance = squaredDistance(point, centroid);
      distances[index] = centroids.length === 0 ? distance : Math.min(distances[index] ?? 0, distance);
    });
    centroids.push(centroid);
  }
  return centroids;
}

function lloyd(points: readonly Weighted[], start: number[][]): Clustering {
  let centroids = start;
  let labels: number[] = [];
  let inertia = Infinity;
  for (let step = 0; step < 100; step += 1) {
    const assigned = points.map(({ point }) => nearestOf(point, centroids));
    labels = assigned.map(([label]) => label);
    const now = assigned.reduce((sum, [, distance], index) => sum + distance * (points[index]?.weight ?? 0), 0);
    if (now >= inertia - 1e-12) break;
    inertia = now;
    centroids = centroids.map(
      (centroid, label) => meanOf(points.filter((_, index) => labels[index] === label)) ?? centroid,
    );
  }
  return { centroids, labels, inertia };
}

/** Weighted mean of the points; undefined without weight. */
export function meanOf(points: readonly Weighted[]): number[] | undefined {
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const width = points[0]?.point.length ?? 0;
  if (total === 0) return undefined;
  const mean = Array.from({ length: width }, () => 0);
  for (const { point, weight } of points) {
    for (let index = 0; index < width; index += 1)
      mean[index] = (mean[index] ?? 0) + ((point[index] ?? 0) * weight) / total;
  }
  return mean;
}
