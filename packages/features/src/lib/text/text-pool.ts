import { textRow } from "./text-hash.ts";

/** A table of int8 rows, one for each bucket of hashes, in one or several parts. */
export interface TextTable {
  /** Rows of one part. */
  readonly buckets: number;
  /** Values that one part adds to the pooled vector. */
  readonly dimensions: number;
  /** Parts, each with rows of its own for every feature, so that no two features share all of theirs. */
  readonly parts: number;
  /** What one step of an int8 value is worth. */
  readonly scale: number;
  /** What one step of a row's gate is worth. The gate is the row's last int8 value. */
  readonly gateScale: number;
  /** Byte offset into the weights file: parts, then rows, then `dimensions` values and the gate. */
  readonly offset: number;
}

/**
 * The mean direction of the features' rows, part by part: `sum(w * row) / sqrt(1 + sum(w * w))` with `w = exp(gate)`,
 * so that informative features outweigh those that every text has, and a long text has no larger norm than a short one.
 */
export function textPool(table: TextTable, weights: Uint8Array, features: Uint32Array): Float32Array<ArrayBuffer> {
  const { buckets, dimensions, parts, scale, gateScale, offset } = table;
  const values = new Int8Array(weights.buffer, weights.byteOffset + offset, parts * buckets * (dimensions + 1));
  const pooled = new Float32Array(parts * dimensions);
  const sums = new Float64Array(dimensions);
  for (let part = 0; part < parts; part += 1) {
    sums.fill(0);
    let squares = 1;
    for (const feature of features) {
      const start = (part * buckets + textRow(feature, part, buckets)) * (dimensions + 1);
      const weight = Math.exp((values[start + dimensions] ?? 0) * gateScale);
      squares += weight * weight;
      for (let index = 0; index < dimensions; index += 1) {
        sums[index] = (sums[index] ?? 0) + weight * (values[start + index] ?? 0);
      }
    }
    const norm = scale / Math.sqrt(squares);
    for (let index = 0; index < dimensions; index += 1) pooled[part * dimensions + index] = (sums[index] ?? 0) * norm;
  }
  return pooled;
}
