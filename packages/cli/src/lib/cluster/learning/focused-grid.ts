import type { Box } from "./box.ts";
import { type Grid, gridOf, stepsOf } from "./grid.ts";
import { doubtOf } from "./mixture/fit-mixture.ts";
import type { Mixture, PlaneCounts } from "./mixture/mixture.ts";
import { sureClouds } from "./mixture/sure-clouds.ts";

/** Share of the people who may be in clouds that are not sure; with more, nobody knows where to look closer. */
const MOST_UNSURE = 0.25;
/** Share of the steps that lie evenly, whatever was seen. */
const EVEN_SHARE = 0.1;
/** Steps follow this power of how densely people lie along an axis: a cell's worth grows more slowly than its people. */
const POWER = 0.5;
/** Parts of an axis that its density is taken in. */
const BINS = 400;

/**
 * A grid of about `count` cells whose steps are closer where a first look saw people: bounds may be far wider than what people take of
 * them. Nobody is cut off, outer steps are only wider. Equal cells where the look does not say for sure where most people are.
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
  // As many steps along each axis as if all were as wide as most are.
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

/** Where the middles of steps lie that take the same share each. */
function middlesBy(shares: Float64Array, steps: number, lower: number, bin: number): Float64Array {
  let part = 0;
  let before = 0;
  return Float64Array.from({ length: steps }, (_, step) => {
    const wanted = (step + 0.5) / steps;
    while (part < BINS - 1 && before + shares[part]! < wanted) before += shares[part++]!;
    return lower + bin * (part + (wanted - before) / shares[part]!);
  });
}
