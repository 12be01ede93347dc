import { CommandError } from "@sedge/connector/command-line";
import type { Box, Panel } from "@sedge/cli/learner";
import { noiseFor, roundRho } from "@sedge/privacy/accountant";
import type { Measurement } from "@sedge/protocol";

/** Powers of two between which bounds are searched. */
const LEAST_POWER = -16;
const MOST_POWER = 40;
const BITS = 8;
/** A cell this many deviations above 0 is assumed to contain people. */
const SURE = 4;

/** Bounds, and the cost of finding them. */
export interface PrivateBounds {
  readonly box: Box;
  readonly rho: number;
  /** The rounds. */
  readonly measurements: readonly Measurement[];
}

/** Bounds are separate where the noise of a feature's counts, {@link SURE} deviations of it, is below this share of the people. */
const MOST_NOISE = 1 / 8;

/**
 * Finds bounds as powers of two, within `rho`. With enough people for the number of features, which are both public, each
 * feature has its own bounds: one round a feature, in which each device states the powers that its value lies between.
 * Otherwise all features share theirs, from one round for each device's least value and one for its greatest. `panelOf`:
 * devices with one number each. A few extreme points are clipped and count as if they were on the boundary. Throws
 * CommandError `bounds-unknown` where no count is surely above 0.
 */
export async function privateBounds(
  coordinates: Float64Array,
  d: number,
  rho: number,
  panelOf: (numbers: Float64Array) => Panel,
): Promise<PrivateBounds> {
  const edges = powerEdges();
  const people = coordinates.length / d;
  const isSeparate = leastSure(noiseFor(rho / d, BITS, 1).countStdDev) <= MOST_NOISE * people;
  const rounds = isSeparate ? d : 2;
  const noise = noiseFor(rho / rounds, BITS, 1);
  const measurement: Measurement = {
    features: ["power"],
    centres: edges.slice(1).map((_, cell) => [cell]),
    terms: "count",
    radii: edges.slice(1).map(() => 1),
    bits: BITS,
  };
  const sureCells = async (choose: (point: Float64Array) => number) => {
    const powers = new Float64Array(people);
    powers.forEach((_, p) => (powers[p] = cellOf(edges, choose(coordinates.subarray(p * d, (p + 1) * d)))));
    const { counts } = await panelOf(powers).ask(measurement, noise);
    const least = leastSure(noise.countStdDev);
    const sure = Array.from(counts).flatMap((count, cell) => (count > least ? [cell] : []));
    const [first, last] = [sure[0], sure.at(-1)];
    if (first !== undefined && last !== undefined) return { first, last };
    throw new CommandError(
      "bounds-unknown",
      `The bounds of ${people} points cannot be estimated privately with this budget: state them with --bounds, or raise --epsilon.`,
    );
  };
  const lower: number[] = [];
  const upper: number[] = [];
  for (let feature = 0; feature < (isSeparate ? d : 1); feature++) {
    const lows = await sureCells((point) => (isSeparate ? (point[feature] ?? 0) : Math.min(...point)));
    const highs = isSeparate ? lows : await sureCells((point) => Math.max(...point));
    const sides = isSeparate ? 1 : d;
    for (let side = 0; side < sides; side++) {
      lower.push(edges[Math.min(lows.first, highs.last)] ?? 0);
      upper.push(edges[Math.max(lows.first, highs.last) + 1] ?? 0);
    }
  }
  return {
    box: { lower, upper },
    rho: rounds * roundRho({ ...noise, bits: BITS, coordinates: 0 }),
    measurements: Array.from({ length: rounds }, () => measurement),
  };
}

/** Least count that is surely above 0, with the noise of both operators. */
function leastSure(countStdDev: number): number {
  return SURE * countStdDev * Math.SQRT2;
}

/** Negative powers in descending order, 0, and the positive ones. */
function powerEdges(): number[] {
  const powers = Array.from({ length: MOST_POWER - LEAST_POWER + 1 }, (_, i) => 2 ** (LEAST_POWER + i));
  return [...powers.toReversed().map((power) => -power), 0, ...powers];
}

function cellOf(edges: readonly number[], value: number): number {
  const above = edges.findIndex((edge) => edge > value);
  return above < 0 ? edges.length - 2 : Math.max(0, above - 1);
}

/** Bounds for people: one pair, or one a feature where they differ. */
export function boundsText({ lower, upper }: Box, features: readonly string[]): string {
  const pairs = lower.map((low, i) => `${low} to ${upper[i]}`);
  return new Set(pairs).size === 1
    ? pairs.slice(0, 1).join()
    : pairs.map((pair, i) => `${features[i]} ${pair}`).join(", ");
}
