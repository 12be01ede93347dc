import { type Box, halfDiagonalOf, intoBox, middleOf } from "./box.ts";
import { filtered } from "./filtered.ts";
import type { Survey } from "./survey.ts";

/** A rough description of all people as one cloud. */
export interface Outline {
  readonly mean: Float64Array;
  /** Mean squared distance from the mean. */
  readonly variance: number;
}

/** The number of people is public, so counting them gets hardly any budget. */
const COUNT_SHARE = 0.01;

/** Measures the mean and spread of all people. */
export async function askOutline(survey: Survey, box: Box, rho: number): Promise<Outline> {
  const middle = middleOf(box);
  const d = middle.length;
  const radius = halfDiagonalOf(box);
  const { offsets, squares, offsetStdDev, squareStdDev } = await survey.ask({
    centres: { d, coordinates: middle },
    radii: [radius],
    terms: "spread",
    rho,
    countShare: COUNT_SHARE,
  });
  const { people } = survey;
  // Prior: people are uniform over the box, with their mean anywhere in it.
  const even = box.lower.map((low, i) => (box.upper[i]! - low) ** 2 / 12);
  const all = even.reduce((sum, value) => sum + value, 0);
  const offsetNoise = ((offsetStdDev * radius) / people) ** 2;
  const offset = offsets[0]!.map((sum, i) => filtered(0, even[i]!, sum / people, offsetNoise).value);
  const mean = middle.map((value, i) => value + offset[i]!);
  intoBox(box, mean);
  const squareNoise = ((squareStdDev * radius ** 2) / people) ** 2;
  const square = filtered(all, all ** 2, squares[0]! / people, squareNoise).value;
  const variance = square - offset.reduce((sum, value) => sum + value ** 2, 0);
  return { mean, variance: Math.min(radius ** 2, Math.max(LEAST_VARIANCE * radius ** 2, variance)) };
}

/** Least variance, relative to the squared half diagonal. */
const LEAST_VARIANCE = 1e-4;
