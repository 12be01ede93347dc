import { type Centres, type PointSet, sizeOf } from "./point-set.ts";

/** Where points belong. */
export interface Assignment {
  /** Index of each point's nearest centre. */
  readonly labels: Int32Array;
  /** Sum of the points' squared distances to it, by their weights. */
  readonly inertia: number;
}

/**
 * Gives each point to its nearest centre. `labels`: a first guess for each point, such as the last step's answer, which makes
 * this faster and is overwritten.
 */
export function assign(points: PointSet, centres: Centres, labels = new Int32Array(sizeOf(points))): Assignment {
  const { d, coordinates: x, weights } = points;
  const { coordinates: c } = centres;
  const k = sizeOf(centres);
  let inertia = 0;
  for (let p = 0; p < labels.length; p++) {
    const from = p * d;
    let nearest = labels[p]!;
    let least = 0;
    for (let t = 0, at = nearest * d; t < d; t++, at++) least += (x[from + t]! - c[at]!) ** 2;
    for (let j = 0; j < k; j++) {
      let distance = 0;
      for (let t = 0, at = j * d; t < d && distance < least; t++, at++) distance += (x[from + t]! - c[at]!) ** 2;
      if (distance < least) {
        least = distance;
        nearest = j;
      }
    }
    labels[p] = nearest;
    inertia += least * (weights ? weights[p]! : 1);
  }
  return { labels, inertia };
}
