import { type TabularModelManifest, unitsOf } from "../../tabular-model-manifest.ts";
import { tabularAnswer } from "./tabular-answer.ts";
import type { TabularColumns, TabularRow } from "./tabular-input.ts";

/** Most reasons given for one answer. */
const MAX_REASONS = 3;
/** Effects below these log-odds are not listed. */
const MIN_EFFECT = 1e-4;

/** A column that drove an answer. `effect`: what its value adds to the class's log-odds, beside the average row's. */
export interface TabularReason {
  readonly column: string;
  readonly label: string;
  readonly value: string | number | null;
  readonly effect: number;
}

/**
 * The inputs that explain `input` by occlusion: one for each column, equal to `input` but for that column's units, which
 * are the average's. Row-major.
 */
export function occludedRows({ columns }: TabularColumns, input: Float32Array): Float32Array {
  const rows = new Float32Array(columns.length * input.length);
  let at = 0;
  for (const [index, column] of columns.entries()) {
    const units = unitsOf(column);
    rows.set(input, index * input.length);
    rows.fill(0, index * input.length + at, index * input.length + at + units);
    at += units;
  }
  return rows;
}

/**
 * Why class number `index` is as likely as it is: the columns whose occlusion moves its log-odds most, largest first.
 *
 * @param logits - Of the row itself.
 * @param occludedLogits - Of its `occludedRows`, row-major.
 */
export function tabularReasons(
  manifest: TabularModelManifest,
  row: TabularRow,
  index: number,
  logits: Float32Array,
  occludedLogits: Float32Array,
): TabularReason[] {
  const width = manifest.classes.length;
  const logOdds = (values: Float32Array) => {
    // Close to 0 and 1 a probability's log-odds are lost in rounding.
    const p = Math.min(Math.max(tabularAnswer(manifest, values).classes[index]?.probability ?? 0, 1e-9), 1 - 1e-9);
    return Math.log(p / (1 - p));
  };
  const whole = logOdds(logits);
  return manifest.columns
    .map(({ name, label }, at) => ({
      column: name,
      label,
      value: row[name] ?? null,
      effect: whole - logOdds(occludedLogits.subarray(at * width, (at + 1) * width)),
    }))
    .filter(({ effect }) => Math.abs(effect) >= MIN_EFFECT)
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, MAX_REASONS);
}
