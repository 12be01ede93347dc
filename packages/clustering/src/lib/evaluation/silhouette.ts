import { type PointSet, sizeOf, squaredDistance } from "../k-means/point-set.ts";

/** Most points whose silhouette is taken, and against which: a sample of this many says it to a hundredth. */
const MOST_POINTS = 2_000;

/**
 * Mean silhouette (Rousseeuw 1987) of the points, -1 to 1, among an even sample of at most 2,000 of them. Undefined for
 * fewer than two groups.
 */
export function silhouette(points: PointSet, labels: ArrayLike<number>): number | undefined {
  const n = sizeOf(points);
  const step = Math.max(1, n / MOST_POINTS);
  const sample = Array.from({ length: Math.min(n, MOST_POINTS) }, (_, index) => Math.floor(index * step));
  const groups = new Set(sample.map((p) => labels[p]!));
  if (groups.size < 2) return undefined;
  let total = 0;
  for (const p of sample) {
    const sums = new Map<number, { sum: number; count: number }>();
    for (const q of sample) {
      if (p === q) continue;
      const group = sums.get(labels[q]!) ?? { sum: 0, count: 0 };
      sums.set(labels[q]!, group);
      group.sum += Math.sqrt(squaredDistance(points, p, points, q));
      group.count += 1;
    }
    const own = sums.get(labels[p]!);
    // A point alone in its group has silhouette 0.
    if (!own) continue;
    const inside = own.sum / own.count;
    sums.delete(labels[p]!);
    const outside = Math.min(...Array.from(sums.values(), ({ sum, count }) => sum / count));
    total += (outside - inside) / Math.max(inside, outside, Number.MIN_VALUE);
  }
  return total / sample.length;
}
