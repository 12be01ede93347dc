import { type Measurement, shapeOfMeasurement } from "@sedge/protocol";
import { termFactors } from "./vote-terms.ts";
import { voteNorm } from "./vote-norm.ts";

/** The sums of many votes, in the units of the features. With noise, counts may be negative and no sum is exact. */
export interface MeasuredSums {
  /** People in each cell. */
  readonly counts: readonly number[];
  /** For each cell the sum of its people's offsets from the centre, each cut at the cell's radius; empty for `count`. */
  readonly offsets: readonly (readonly number[])[];
  /** For each cell the sum of the squared lengths of these offsets; only for `spread`. */
  readonly squares: readonly number[];
  /** For each cell the sums of the products of two coordinates, 1·1, 1·2 … 1·d, 2·2 …; only for `moments`. */
  readonly products: readonly (readonly number[])[];
}

/**
 * Published sums in the features' units. `counts`: one per cell; `sums`: the coordinates of the first cell, then of the
 * second, and so on. Throws RangeError if they do not fit the measurement.
 */
export function sumsOf(measurement: Measurement, counts: ArrayLike<number>, sums: ArrayLike<number>): MeasuredSums {
  const { terms, radii, bits } = measurement;
  const { cells, coordinates } = shapeOfMeasurement(measurement);
  if (counts.length !== cells || sums.length !== cells * coordinates) {
    throw new RangeError("sums and measurement differ in length");
  }
  const d = measurement.features.length;
  const factors = termFactors(terms);
  const step = 1 / voteNorm(bits);
  const each = radii.map((radius, cell) => {
    const scaled = Array.from({ length: coordinates }, (_, i) => sums[cell * coordinates + i]! * step);
    const squared = scaled.slice(d).map((sum) => (sum * (radius * radius)) / factors.square);
    return { offset: scaled.slice(0, d).map((sum) => (sum * radius) / factors.offset), squared };
  });
  return {
    counts: Array.from(counts),
    offsets: terms === "count" ? [] : each.map(({ offset }) => offset),
    squares: terms === "spread" ? each.map(({ squared }) => squared[0]!) : [],
    products: terms === "moments" ? each.map(({ squared }) => unweighted(squared, d)) : [],
  };
}

/** Products as they are, without the √2 of the mixed ones. */
function unweighted(products: readonly number[], d: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) out.push(products[out.length]! / (i === j ? 1 : Math.SQRT2));
  }
  return out;
}
