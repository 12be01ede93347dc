import { sumsOf } from "@sedge/features/vote";
import { believedCounts } from "../counts/believed-counts.ts";
import { type Point, squaredBetween } from "./geometry.ts";
import type { RoundSums } from "./round-sums.ts";
import { lengthOf, square } from "../arithmetic/portable.ts";

/** Estimate of one measured cell. */
export interface CellEstimate {
  readonly centre: Point;
  /** At least 0. */
  readonly count: number;
  /** Mean of the cell's people. */
  readonly mean: Point;
  /** Variance of the noise in that mean before it was drawn back, over all coordinates together. */
  readonly variance: number;
  /** Mean squared distance of the cell's people to that mean; undefined where the round did not ask. */
  readonly spread: number | undefined;
}

/** A cell with fewer people than so many deviations of the noise keeps its centre: its mean would be noise. */
const TELLING = 2;

/**
 * Estimates the cells of a round. Counts are made non-negative and add up to the total count. A mean is shrunk toward
 * its cell's centre by the noise's size (James-Stein estimator, positive part), is never farther away than an offset
 * can be measured, and is ignored if the noise is wider than that.
 */
export function cellEstimates(round: RoundSums): CellEstimate[] {
  const { measurement, people, countStdDev, sumStdDev } = round;
  const { centres, radii } = measurement;
  const opened = sumsOf(measurement, round.counts, round.sums);
  const noise = sumsOf(
    measurement,
    round.counts,
    Array.from(round.sums, () => sumStdDev),
  );
  const total = opened.counts.reduce((sum, count) => sum + count, 0);
  const counts = believedCounts(opened.counts, Math.min(people, Math.max(0, total)));
  return centres.map((centre, index) => {
    const count = counts[index]!;
    if (count <= TELLING * countStdDev || count === 0)
      return { centre, count, mean: centre, variance: 0, spread: undefined };
    const offset = opened.offsets[index]!.map((sum) => sum / count);
    const variance = offset.length * square(noise.offsets[index]![0]! / count);
    const length = lengthOf(offset);
    const radius = radii[index]!;
    const measured = length > 0 ? Math.max(0, 1 - variance / square(length)) * Math.min(1, radius / length) : 0;
    const kept = (measured * square(radius)) / (square(radius) + variance);
    const mean = centre.map((x, i) => x + kept * offset[i]!);
    const squares = opened.squares[index];
    const spread = squares === undefined ? undefined : Math.max(0, squares / count - squaredBetween(mean, centre));
    return { centre, count, mean, variance, spread };
  });
}
