import type { Box } from "./box.ts";
import { type Grid, gridOf, stepsOf } from "./grid.ts";
import { doubtOf } from "./mixture/fit-mixture.ts";
import type { Mixture, PlaneCounts } from "./mixture/mixture.ts";
import { sureClouds } from "./mixture/sure-clouds.ts";

/** Largest share of the people in clouds that are not significant. Above it, the grid is not refined. */
const MOST_UNSURE = 0.25;
/** Share of the steps that are uniform, whatever was measured. */
const EVEN_SHARE = 0.1;
/** Steps follow this power of the density along an axis: the value of a cell grows more slowly than its people. */
const POWER = 0.5;
/** Parts of an axis for its density. */
const BINS = 400;

/**
 * A grid of about `count` cells with narrower steps where a first look found people, because bounds may be far wider
 * than the area that people occupy. Nobody is cut off; outer steps are only wider. Returns equal cells if the first
 * look does not show where most people are.
 */
export function focusedGrid(data: PlaneCounts, mixture: Mixture, box: Box, count: number): Grid {
  const isSure = sureClouds(data, mixture);
  const unsure = mixture.people.reduce((sum, people, j) => sum + (isSure[j] ? 0 : people), 0);
  if (unsure > MOST_UNSURE * data.people) return gridOf(box, count);
  const doubt = doubtOf(data, mixture);
  const sides = box.lower.map((low, i) => box.upper[i]! - low);
  const parts = [mixture.x, mixture.y].map((middles, i) => {
    const bin = sides[i]! / BINS;
    const density = new Float64Array(BINS);
    for (const [j, people] of mixture.people.entries()) {
      if (!isSure[j]) continue;
      const deviation = Math.sqrt(mixture.variance[j]! + doubt[j]!) + bin;
      for (let at = 0; at < BINS; at++) {
        const away = (box.lower[i]! + bin * (at + 0.5) - middles[j]!) / deviation;
        density[at]! += (people / deviation) * Math.exp(-(away ** 2) / 2);
      }
    }
    return stepShares(density);
  });
  // As many steps along each axis as if all had the most frequent width.
  const reach = parts.map((shares, i) => sides[i]! / (BINS * shares.reduce((sum, share) => sum + share ** 2, 0)));
  const steps = stepsOf(reach, count);
  return { box, axes: parts.map((shares, i) => middlesBy(shares, steps[i]!, box.lower[i]!, sides[i]! / BINS)) };
}

/** Share of an axis' steps in each of its parts. */
function stepShares(density: Float64Array): Float64Array {
  const worth = density.map((value) => value ** POWER);
  const total = worth.reduce((sum, value) => sum + value, 0);
  return worth.map((value) => EVEN_SHARE / BINS + (1 - EVEN_SHARE) * (total > 0 ? value / total : 1 / BINS));
}

/** Midpoints of steps that each have the same share. */
function middlesBy(shares: Float64Array, steps: number, lower: number, bin: number): Float64Array {
  let part = 0;
  let before = 0;
  return Float64Array.from({ length: steps }, (_, step) => {
    const wanted = (step + 0.5) / steps;
    while (part < BINS - 1 && before + shares[part]! < wanted) before += shares[part++]!;
    return lower + bin * (part + (wanted - before) / shares[part]!);
  });
}
