import { square } from "../arithmetic/portable.ts";

/** Points in one array: `d` coordinates of the first point, then of the second, and so on. */
export interface PointSet {
  readonly d: number;
  readonly coordinates: Float64Array;
  /** What each point counts; undefined where each counts 1. */
  readonly weights?: Float64Array | undefined;
}

/** `k` centres in one array, as in a point set. */
export interface Centres {
  readonly d: number;
  readonly coordinates: Float64Array;
}

/** How many points, or centres, there are. */
export function sizeOf({ d, coordinates }: Centres): number {
  return coordinates.length / d;
}

/** Squared distance of point `i` of one set and point `j` of another. */
export function squaredDistance(a: Centres, i: number, b: Centres, j: number): number {
  const { d } = a;
  let sum = 0;
  for (let t = 0; t < d; t++) sum += square(a.coordinates[i * d + t]! - b.coordinates[j * d + t]!);
  return sum;
}

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
    for (let t = 0, at = nearest * d; t < d; t++, at++) least += square(x[from + t]! - c[at]!);
    for (let j = 0; j < k; j++) {
      let distance = 0;
      for (let t = 0, at = j * d; t < d && distance < least; t++, at++) distance += square(x[from + t]! - c[at]!);
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
