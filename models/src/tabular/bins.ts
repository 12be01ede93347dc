import type { Matrix } from "./encoded-rows.ts";

/** Rows with features in bins of about equal mass; bin b contains values above edge b - 1 and up to edge b. */
export interface Bins {
  readonly rows: number;
  readonly edges: readonly Float32Array[];
  /** Where a feature's bins start when all features' bins stand in one line, and how many there are. */
  readonly starts: readonly number[];
  readonly totalBins: number;
  /** Bin by feature, then row. */
  readonly codes: Uint8Array;
}

/** Most edges a feature, so that a bin fits a byte. */
const MAX_EDGES = 127;

/** Edges by feature, between the distinct values of a matrix. */
export function edgesOf({ rows, width, values }: Matrix): Float32Array[] {
  return Array.from({ length: width }, (_, feature) => {
    const column = Float32Array.from({ length: rows }, (__, row) => values[row * width + feature] ?? 0).sort();
    const distinct = column.filter((x, index) => index === 0 || x !== column[index - 1]);
    if (distinct.length <= MAX_EDGES + 1) return between(distinct);
    const quantiles = Float32Array.from(
      { length: MAX_EDGES + 1 },
      (__, at) => column[Math.round((at / MAX_EDGES) * (rows - 1))] ?? 0,
    );
    return between(quantiles.filter((x, index) => index === 0 || x !== quantiles[index - 1]));
  });
}

function between(sorted: Float32Array): Float32Array {
  return sorted.slice(1).map((x, index) => (x + (sorted[index] ?? x)) / 2);
}

/** A matrix cut at the edges. */
export function binned({ rows, width, values }: Matrix, edges: readonly Float32Array[]): Bins {
  const codes = new Uint8Array(rows * width);
  edges.forEach((cuts, feature) => {
    for (let row = 0; row < rows; row += 1)
      codes[feature * rows + row] = binOf(cuts, values[row * width + feature] ?? 0);
  });
  const starts: number[] = [];
  let totalBins = 0;
  for (const cuts of edges) {
    starts.push(totalBins);
    totalBins += cuts.length + 1;
  }
  return { rows, edges, starts, totalBins, codes };
}

function binOf(cuts: Float32Array, x: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x > (cuts[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
