import { tabularModelInput, type TabularRow } from "@sedge/features/tabular";
import type { TabularModelManifest } from "@sedge/features/tabular-model-manifest";

/** Inputs of many rows, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** The network's inputs for rows. Throws RangeError as `tabularModelInput` does. */
export function encodedRows(manifest: Pick<TabularModelManifest, "columns">, rows: readonly TabularRow[]): Matrix {
  const width = tabularModelInput(manifest, {}).length;
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, index) => values.set(tabularModelInput(manifest, row), index * width));
  return { rows: rows.length, width, values };
}

/** Some rows of a matrix, in the order of `indices`. */
export function rowsAt({ width, values }: Matrix, indices: ArrayLike<number>): Matrix {
  const taken = new Float32Array(indices.length * width);
  for (let at = 0; at < indices.length; at += 1) {
    const row = indices[at] ?? 0;
    taken.set(values.subarray(row * width, (row + 1) * width), at * width);
  }
  return { rows: indices.length, width, values: taken };
}
