import { type Centres, type PointSet, sizeOf, squaredDistance } from "./point-set.ts";

/** Candidates of each step, of which the best is taken (greedy k-means++). */
const CANDIDATES = 4;

/**
 * k-means++ (Arthur and Vassilvitskii 2007), greedy: each next centre is a point drawn by its weight times its squared distance
 * to the centres so far, the best of a few draws. Fewer than `k` centres where there are fewer different points.
 */
export function seedCentres(points: PointSet, k: number, random: () => number): Centres {
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
