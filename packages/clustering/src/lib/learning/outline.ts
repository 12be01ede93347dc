import { type Box, halfDiagonalOf, intoBox, middleOf } from "./box.ts";
import type { Survey } from "./survey.ts";

/** The people as one cloud, roughly. */
export interface Outline {
  readonly mean: Float64Array;
  /** Mean squared distance to the mean. */
  readonly variance: number;
}

/** How many people is public, so hardly anything is spent on counting them. */
const COUNT_SHARE = 0.01;

/** Asks for the middle of all people and their spread. */
export async function askOutline(survey: Survey, box: Box, rho: number): Promise<Outline> {
  const middle = middleOf(box);
  const d = middle.length;
  const radius = halfDiagonalOf(box);
  const { offsets, squares } = await survey.ask({
    centres: { d, coordinates: middle },
    radii: [radius],
    terms: "spread",
    rho,
    countShare: COUNT_SHARE,
  });
  const offset = offsets[0]!.map((sum) => sum / survey.people);
  const mean = middle.map((value, i) => value + offset[i]!);
  intoBox(box, mean);
  const square = squares[0]! / survey.people - offset.reduce((sum, value) => sum + value ** 2, 0);
  return { mean, variance: Math.min(radius ** 2, Math.max(LEAST_VARIANCE * radius ** 2, square)) };
}

/** Least variance, of the squared half diagonal, that noise can make us believe in. */
const LEAST_VARIANCE = 1e-4;
