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

/**
 * Finds common bounds for all features, as powers of two: one round in which each device states the powers that its
 * least coordinate lies between, and one for its greatest. `panelOf`: devices with one number each. A few extreme
 * points are clipped and count as if they were on the boundary.
 */
export async function privateBounds(
  coordinates: Float64Array,
  d: number,
  rho: number,
  panelOf: (numbers: Float64Array) => Panel,
): Promise<PrivateBounds> {
  const edges = powerEdges();
  const noise = noiseFor(rho / 2, BITS, 1);
  const measurement: Measurement = {
    features: ["power"],
    centres: edges.slice(1).map((_, cell) => [cell]),
    terms: "count",
    radii: edges.slice(1).map(() => 1),
    bits: BITS,
  };
  const sureCells = async (choose: (...values: number[]) => number) => {
    const powers = new Float64Array(coordinates.length / d);
    powers.forEach((_, p) => (powers[p] = cellOf(edges, choose(...coordinates.subarray(p * d, (p + 1) * d)))));
    const { counts } = await panelOf(powers).ask(measurement, noise);
    const least = SURE * noise.countStdDev * Math.SQRT2;
    return Array.from(counts).flatMap((count, cell) => (count > least ? [cell] : []));
  };
  const edgeAt = (index: number) => edges[index] ?? 0;
  const lowest = (await sureCells(Math.min))[0] ?? 0;
  const highest = (await sureCells(Math.max)).at(-1) ?? edges.length - 2;
  const side = (value: number) => Array.from({ length: d }, () => value);
  return {
    box: { lower: side(edgeAt(Math.min(lowest, highest))), upper: side(edgeAt(Math.max(lowest, highest) + 1)) },
    rho: 2 * roundRho({ ...noise, bits: BITS, coordinates: 0 }),
    measurements: [measurement, measurement],
  };
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
