import type { Grid } from "../grid.ts";
import { type Axis, axisShares } from "./axis-parts.ts";

/** Round normal clouds of people in the plane; each list has one entry per cloud. */
export interface Mixture {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Variance along each axis, the same on both. */
  readonly variance: Float64Array;
  readonly people: Float64Array;
}

/** Result of a round over a grid's cells. */
export interface GridCounts {
  readonly grid: Grid;
  /** One per cell, with noise; the first feature's steps are adjacent. */
  readonly counts: ArrayLike<number>;
  /** Of the noise. */
  readonly stdDev: number;
}

/** Every count of the same people. */
export interface PlaneCounts {
  /** One per round, in order; the last has the finest grid. */
  readonly views: readonly GridCounts[];
  /** Number of all people, which is public. */
  readonly people: number;
}

/** How many clouds a mixture has. */
export function cloudsOf({ x }: Mixture): number {
  return x.length;
}

/** The two axes of a grid in the plane. Throws RangeError for a grid of other dimensions. */
export function axesOf(grid: Grid): readonly [Axis, Axis] {
  const [across, up, ...more] = grid.axes;
  if (!across || !up || more.length > 0) throw new RangeError("a mixture needs two features");
  return [across, up];
}

/** People whom a mixture expects in each cell of a grid. */
export function expectedCounts(grid: Grid, mixture: Mixture): Float64Array {
  const [across, up] = axesOf(grid);
  const expected = new Float64Array(across.length * up.length);
  for (let j = 0; j < cloudsOf(mixture); j++) {
    const xs = axisShares(across, mixture.x[j]!, mixture.variance[j]!);
    const ys = axisShares(up, mixture.y[j]!, mixture.variance[j]!);
    addOuter(expected, xs, ys, mixture.people[j]!);
  }
  return expected;
}

/** Rows with fewer than this many people of a cloud are skipped. */
export const LEAST_PEOPLE = 1e-7;

/** Adds people over columns and rows by their shares. */
export function addOuter(counts: Float64Array, xs: Float64Array, ys: Float64Array, people: number): void {
  for (let row = 0; row < ys.length; row++) {
    const here = people * ys[row]!;
    if (here < LEAST_PEOPLE) continue;
    for (let column = 0; column < xs.length; column++) counts[row * xs.length + column]! += here * xs[column]!;
  }
}

/**
 * How badly the expected counts explain the noisy ones, lower is better: the negative log likelihood, where a count has
 * the noise's variance and its own.
 */
export function misfit(expected: Float64Array, { counts, stdDev }: GridCounts): number {
  let sum = 0;
  for (let cell = 0; cell < expected.length; cell++) {
    const variance = stdDev ** 2 + expected[cell]!;
    sum += (counts[cell]! - expected[cell]!) ** 2 / variance + Math.log(variance);
  }
  return sum / 2;
}
