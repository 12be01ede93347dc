import type { RoundSums } from "@sedge/clustering/codebook";
import { voter } from "@sedge/features/vote";
import { normal, type Random } from "@sedge/models/random";
import { noiseFor } from "@sedge/privacy/accountant";
import { type Measurement, shapeOfMeasurement } from "@sedge/protocol";

/** Share of a round's privacy loss that is spent on counts. */
export const COUNT_SHARE = 0.5;

/** Deviation of both operators' noise in a published count of a round that costs ρ. */
export function countStdDevOf(rho: number, bits = 8): number {
  return Math.SQRT2 * noiseFor(rho, bits, COUNT_SHARE).countStdDev;
}

/**
 * A round with one vote per person: the sums of the votes and both operators' noise, rounded normal deviates from a seeded
 * source. `rho`: the cost of the round for each person, against one operator. With `rho` Infinity there is no noise.
 */
export function simulatedRound(
  measurement: Measurement,
  points: readonly (readonly number[])[],
  rho: number,
  random: Random,
): RoundSums {
  const { cells, coordinates } = shapeOfMeasurement(measurement);
  const counts = new Float64Array(cells);
  const sums = new Float64Array(cells * coordinates);
  const vote = voter(measurement);
  for (const point of points) {
    const { cell, values } = vote(point, 0);
    counts[cell]! += 1;
    values.forEach((value, i) => (sums[cell * coordinates + i]! += value));
  }
  const each = rho === Infinity ? { countStdDev: 0, sumStdDev: 0 } : noiseFor(rho, measurement.bits, COUNT_SHARE);
  const noisy = (value: number, stdDev: number) =>
    value + Math.round(stdDev * normal(random)) + Math.round(stdDev * normal(random));
  return {
    measurement,
    counts: counts.map((count) => noisy(count, each.countStdDev)),
    sums: sums.map((sum) => noisy(sum, each.sumStdDev)),
    people: points.length,
    countStdDev: Math.SQRT2 * each.countStdDev,
    sumStdDev: Math.SQRT2 * each.sumStdDev,
  };
}
