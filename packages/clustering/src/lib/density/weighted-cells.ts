import { ln, square } from "../arithmetic/portable.ts";

/**
 * Public cells with their people, as a round publishes them. Each cell represents its people, who are near its centre.
 */
export interface WeightedCells {
  /** One point a cell. */
  readonly points: readonly (readonly number[])[];
  /** People of each cell; noisy, so possibly below 0. */
  readonly weights: readonly number[];
  /** Standard deviation of the noise in each weight, in people; 0 where not given. */
  readonly weightStdDev?: number;
  /** Mean squared distance of each cell's people to its point; 0 where not given: all are on the point. */
  readonly spreads?: readonly number[];
}

/** Label of a cell that is in no cluster. */
export const NO_CLUSTER = -1;

/** How many deviations of noise a sum of weights must be above a limit to count as above it. */
const SURE = 2;

/** Whether so many cells' weights are surely `least` people or more together, with noise in each. */
export function isSurely(weight: number, cells: number, weightStdDev: number, least: number): boolean {
  return weight - SURE * weightStdDev * Math.sqrt(cells) >= least;
}

/** Weight below which a cell may well be empty: the largest that noise alone makes in one of so many cells (√(2 ln n) σ). */
export function emptyBelow(cells: number, weightStdDev: number): number {
  return weightStdDev * Math.sqrt(2 * ln(Math.max(2, cells)));
}

/** Squared distances of people of any two cells, on average: that of the points and both cells' spread. */
export function squaredDistances({ points, spreads }: WeightedCells): Float64Array {
  const n = points.length;
  const squared = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let sum = (spreads?.[i] ?? 0) + (spreads?.[j] ?? 0);
      for (let t = 0; t < points[i]!.length; t++) sum += square(points[i]![t]! - points[j]![t]!);
      squared[i * n + j] = sum;
      squared[j * n + i] = sum;
    }
    squared[i * n + i] = 2 * (spreads?.[i] ?? 0);
  }
  return squared;
}
