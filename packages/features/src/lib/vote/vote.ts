import { type Measurement, shapeOfMeasurement } from "@sedge/protocol";
import { writeTerms } from "./vote-terms.ts";
import { voteNorm } from "./vote-norm.ts";

/** One device's answer to a measurement: its cell, and its place there in whole steps. */
export interface Vote {
  /** Index of the nearest centre. */
  readonly cell: number;
  /** The coordinates, signed; the squares sum to at most 4^(bits - 1) - 1. Empty where only cells are counted. */
  readonly values: Int32Array;
}

/**
 * The vote of a point, one coordinate per feature. Throws RangeError for another length, or a coordinate that is not a
 * number.
 */
export function voteOf(measurement: Measurement, point: ArrayLike<number>): Vote {
  if (point.length !== measurement.features.length) throw new RangeError("point and measurement differ in length");
  for (let i = 0; i < point.length; i++) {
    if (!Number.isFinite(point[i])) throw new RangeError("a coordinate is no number");
  }
  return voter(measurement)(point, 0);
}

/**
 * `voteOf` for many points in one array, each from its offset on, without checks. The values are a view that the next
 * call overwrites.
 */
export function voter(measurement: Measurement): (points: ArrayLike<number>, from: number) => Vote {
  const { centres, radii, terms, bits } = measurement;
  const d = measurement.features.length;
  const cells = Float64Array.from(centres.flat());
  const { coordinates } = shapeOfMeasurement(measurement);
  const offsets = new Float64Array(coordinates);
  const values = new Int32Array(coordinates);
  const norm = voteNorm(bits);
  return (points, from) => {
    const cell = nearestCell(cells, centres.length, d, points, from);
    if (coordinates === 0) return { cell, values };
    let length = 0;
    for (let i = 0; i < d; i++) {
      offsets[i] = (points[from + i]! - cells[cell * d + i]!) / radii[cell]!;
      length += offsets[i]! ** 2;
    }
    if (length > 1) for (let i = 0; i < d; i++) offsets[i] = offsets[i]! / Math.sqrt(length);
    writeTerms(terms, d, offsets);
    quantise(offsets, norm, values);
    return { cell, values };
  };
}

/** To the nearest step, or toward 0 where rounding would make the vote too long. */
function quantise(offsets: Float64Array, norm: number, values: Int32Array): void {
  let square = 0;
  for (let i = 0; i < offsets.length; i++) {
    values[i] = Math.round(offsets[i]! * norm);
    square += values[i]! ** 2;
  }
  if (square <= norm * norm + 0.5) return;
  // A hair inside, as the length that was cut to 1 may be a rounding error above it.
  for (let i = 0; i < offsets.length; i++) values[i] = Math.trunc(offsets[i]! * norm * (1 - 1e-9));
}

/** Leaves a centre as soon as it is farther than the nearest so far, which in many dimensions is soon. */
function nearestCell(cells: Float64Array, count: number, d: number, points: ArrayLike<number>, from: number): number {
  let nearest = 0;
  let least = Infinity;
  for (let cell = 0; cell < count; cell++) {
    let distance = 0;
    for (let i = 0; i < d && distance < least; i++) distance += (points[from + i]! - cells[cell * d + i]!) ** 2;
    if (distance < least) {
      least = distance;
      nearest = cell;
    }
  }
  return nearest;
}
