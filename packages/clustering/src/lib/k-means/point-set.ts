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
  for (let t = 0; t < d; t++) sum += (a.coordinates[i * d + t]! - b.coordinates[j * d + t]!) ** 2;
  return sum;
}
