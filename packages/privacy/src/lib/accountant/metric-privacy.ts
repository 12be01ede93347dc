import { discreteGaussians } from "../noise/discrete-gaussian.ts";
import type { RandomSource } from "../random-source.ts";

/** Noise of one window: for each block, the standard deviation of the discrete Gaussian that ONE operator adds to each bucket. */
export type MetricNoise = readonly number[];

const checkFilled = (blocks: number, maxFilled: number) => {
  if (!(Number.isInteger(maxFilled) && maxFilled >= 1 && maxFilled <= blocks))
    throw new RangeError("a vote fills 1 to all of its blocks");
};

/** The largest sum of `count` of the values. */
function largestSum(values: readonly number[], count: number): number {
  return [...values]
    .sort((a, b) => b - a)
    .slice(0, count)
    .reduce((sum, value) => sum + value, 0);
}

/**
 * What a window costs each voter, as zCDP. A vote adds 1 to one bucket of each block that it fills, so a block costs
 * 1/(2σ²) and a vote at most the sum of the `maxFilled` dearest blocks. Counts one operator's noise. In the
 * neighbouring window, the person's vote is empty.
 *
 * @throws RangeError for a deviation that is not above 0, or a bound outside 1 to the number of blocks.
 */
export function metricRho(noise: MetricNoise, maxFilled: number): number {
  checkFilled(noise.length, maxFilled);
  if (!noise.every((stdDev) => stdDev > 0)) throw new RangeError("every deviation is more than 0");
  return largestSum(
    noise.map((stdDev) => 1 / (2 * stdDev ** 2)),
    maxFilled,
  );
}

/**
 * The noise that spends `rho` in one window, divided over the blocks by their parts.
 *
 * @param rho - As zCDP, more than 0.
 * @param parts - One a block, more than 0: a block of twice the part has noise of half the variance. Only their ratios count.
 * @throws RangeError outside those ranges, and as {@link metricRho} does.
 * @example metricNoise(0.02, [1, 1, 1], 2) // three times √(2 / (2 · 0.02)) = 7.07
 */
export function metricNoise(rho: number, parts: readonly number[], maxFilled: number): number[] {
  if (!(rho > 0 && rho < Infinity)) throw new RangeError("rho is more than 0");
  checkFilled(parts.length, maxFilled);
  if (!parts.every((part) => part > 0 && part < Infinity)) throw new RangeError("every part is more than 0");
  const whole = largestSum(parts, maxFilled);
  return parts.map((part) => Math.sqrt(whole / (2 * rho * part)));
}

/**
 * One operator's noise for all buckets of a window, to be added by `addNoise`.
 *
 * @param blocks - Buckets of each block.
 * @param random - A CSPRNG, the operator's own.
 * @throws RangeError for another number of deviations than blocks, or a deviation that is not more than 0.
 */
export function drawMetricNoise(blocks: readonly number[], noise: MetricNoise, random: RandomSource): bigint[] {
  if (noise.length !== blocks.length) throw new RangeError("every block has its deviation");
  return blocks.flatMap((size, block) => discreteGaussians(noise[block] ?? 0, size, random));
}
