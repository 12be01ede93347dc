import type { TabularColumn } from "@sedge/features/tabular-model-manifest";
import { unitsOf } from "@sedge/features/tabular-model-manifest";
import type { Random } from "../random.ts";
import type { Matrix } from "./encoded-rows.ts";

/** Rows among which a near one is looked for. All of them would cost the square of their number. */
const CANDIDATES = 48;

/**
 * Unlabelled rows like the given ones, for a student to be taught on: each is a row some of whose columns are those of a
 * near row (after MUNGE: Bucila, Caruana and Niculescu-Mizil, "Model compression", KDD 2006).
 *
 * @param share - Chance that a column is the near row's.
 */
export function blendedRows(
  columns: readonly TabularColumn[],
  { rows, width, values }: Matrix,
  count: number,
  share: number,
  random: Random,
): Matrix {
  const blended = new Float32Array(count * width);
  const any = () => Math.floor(random() * rows);
  for (let made = 0; made < count; made += 1) {
    const row = any();
    let [near, nearest] = [row, Infinity];
    for (let candidate = 0; candidate < CANDIDATES; candidate += 1) {
      const other = any();
      const distance = other === row ? Infinity : squaredDistance(values, row * width, other * width, width, nearest);
      if (distance < nearest) [near, nearest] = [other, distance];
    }
    blended.set(values.subarray(row * width, (row + 1) * width), made * width);
    let at = 0;
    for (const column of columns) {
      const units = unitsOf(column);
      if (random() < share)
        blended.set(values.subarray(near * width + at, near * width + at + units), made * width + at);
      at += units;
    }
  }
  return { rows: count, width, values: blended };
}

function squaredDistance(values: Float32Array, a: number, b: number, width: number, enough: number): number {
  let sum = 0;
  for (let at = 0; at < width && sum < enough; at += 1) sum += ((values[a + at] ?? 0) - (values[b + at] ?? 0)) ** 2;
  return sum;
}
