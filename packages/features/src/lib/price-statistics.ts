import * as v from "valibot";
import { MAX_COUNT } from "./tally.ts";

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** Running statistics of prices, in the site's own currency. `m2`: sum of squared distances from the mean (Welford). */
export const PriceStatistics = v.strictObject({ count: amount, mean: amount, m2: amount });
export type PriceStatistics = v.InferOutput<typeof PriceStatistics>;

export const NO_PRICES: PriceStatistics = { count: 0, mean: 0, m2: 0 };

/** The statistics with one price more. Once `MAX_COUNT` prices are in, later ones are left out. */
export function withPrice(statistics: PriceStatistics, price: number): PriceStatistics {
  if (statistics.count >= MAX_COUNT) return statistics;
  const count = statistics.count + 1;
  const distance = price - statistics.mean;
  const mean = statistics.mean + distance / count;
  return { count, mean: Math.max(0, mean), m2: Math.max(0, statistics.m2 + distance * (price - mean)) };
}

/** Standard deviation over mean, 0 or more; 0 with fewer than two prices or a mean of 0. */
export function variation({ count, mean, m2 }: PriceStatistics): number {
  return count < 2 || mean === 0 ? 0 : Math.sqrt(m2 / count) / mean;
}
