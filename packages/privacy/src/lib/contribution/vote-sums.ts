import type { MeasurementShape } from "@sedge/protocol";
import { discreteGaussians } from "../noise/discrete-gaussian.ts";
import type { RandomSource } from "../random-source.ts";
import type { RoundNoise } from "../accountant/round-privacy.ts";
import { ContributionError } from "./contribution-error.ts";
import { ELEMENT_BYTES, VoteField } from "./vote-field.ts";

/** What a round publishes: of every cell the votes in it, and the sum of their values, noise included. */
export interface VoteSums {
  /** One a cell. */
  readonly counts: number[];
  /** The coordinates of cell 0, then those of cell 1, …: cells × coordinates signed integers. */
  readonly sums: number[];
}

const field = new VoteField();
const HALF = field.modulus / 2n;

const outputsOf = ({ cells, coordinates }: MeasurementShape) => cells * (coordinates + 1);

function checkOutputs(shape: MeasurementShape, ...sums: readonly BigUint64Array[]): void {
  if (sums.some((sum) => sum.length !== outputsOf(shape))) {
    throw new ContributionError("unlike-sums", "The sum is not one of this round's votes.");
  }
}

/** An operator's sum of no votes. */
export function zeroSum(shape: MeasurementShape): BigUint64Array {
  return new BigUint64Array(outputsOf(shape));
}

/**
 * Two sums of one operator put together; their order does not matter.
 *
 * @throws ContributionError `unlike-sums`.
 */
export function addSums(a: BigUint64Array, b: BigUint64Array): BigUint64Array {
  if (a.length !== b.length) throw new ContributionError("unlike-sums", "The sums are of different lengths.");
  return a.map((element, index) => field.add(element, b[index] ?? 0n));
}

/** A sum's bytes: 8 an element, the least significant first. */
export function encodeSum(sum: BigUint64Array): Uint8Array<ArrayBuffer> {
  return field.encode([...sum]);
}

/**
 * The sum that the bytes say.
 *
 * @throws ContributionError `malformed-share` for another length than the shape's, or an element outside the field.
 */
export function decodeSum(shape: MeasurementShape, bytes: Uint8Array): BigUint64Array {
  if (bytes.length !== outputsOf(shape) * ELEMENT_BYTES) {
    throw new ContributionError("malformed-share", "The bytes are not as many as the round asks for.");
  }
  try {
    return BigUint64Array.from(field.decode(bytes));
  } catch {
    throw new ContributionError("malformed-share", "The bytes are not elements of the field.");
  }
}

/**
 * The noise of one operator: a draw of the discrete Gaussian for every count, then one for every sum.
 *
 * @param noise - `sumStdDev` is not looked at where there are no coordinates.
 * @param random - A CSPRNG, the operator's own.
 * @throws RangeError for a deviation that is not more than 0.
 */
export function drawNoise(shape: MeasurementShape, noise: RoundNoise, random: RandomSource): bigint[] {
  const { cells, coordinates } = shape;
  const counts = discreteGaussians(noise.countStdDev, cells, random);
  if (coordinates === 0) return counts;
  return [...counts, ...discreteGaussians(noise.sumStdDev, cells * coordinates, random)];
}

/**
 * An operator's sum with its noise. Computed once a round and stored before it is shown: two noised copies of one sum
 * would reveal more than one.
 *
 * @throws ContributionError `unlike-sums`.
 */
export function addNoise(sum: BigUint64Array, noise: readonly bigint[]): BigUint64Array {
  if (sum.length !== noise.length) throw new ContributionError("unlike-sums", "The noise is for another round.");
  return sum.map((element, index) => field.add(element, noise[index] ?? 0n));
}

/**
 * The round's result, of both operators' sums.
 *
 * @throws ContributionError `unlike-sums` for sums of another shape.
 */
export function openSums(shape: MeasurementShape, edge: BigUint64Array, aggregator: BigUint64Array): VoteSums {
  checkOutputs(shape, edge, aggregator);
  const opened = Array.from(edge, (element, index) => {
    const sum = field.add(element, aggregator[index] ?? 0n);
    return Number(sum > HALF ? sum - field.modulus : sum);
  });
  return { counts: opened.slice(0, shape.cells), sums: opened.slice(shape.cells) };
}
