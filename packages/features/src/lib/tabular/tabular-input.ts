import { type TabularColumn, type TabularModelManifest, unitsOf } from "../../tabular-model-manifest.ts";

/** Values by column name. An empty string and null, like a column that is not there, are a missing value. */
export type TabularRow = Readonly<Record<string, string | number | null>>;

/** The part of a manifest that says what goes in. */
export type TabularColumns = Pick<TabularModelManifest, "columns">;

/**
 * The network's input for a row: each column's units, less their means, in the manifest's order. Columns that the model
 * does not name are not read.
 *
 * @throws RangeError for something else than a finite number in a numeric column.
 */
export function tabularModelInput({ columns }: TabularColumns, row: TabularRow): Float32Array {
  const input = new Float32Array(columns.reduce((sum, column) => sum + unitsOf(column), 0));
  let at = 0;
  for (const column of columns) {
    const units = unitsOf(column);
    fill(column, row[column.name] ?? null, input.subarray(at, at + units));
    at += units;
  }
  return input;
}

/** Writes a column's units. `into` is zero, which is the average, and stays so for what the model has no unit for. */
function fill(column: TabularColumn, value: string | number | null, into: Float32Array): void {
  const units = rawUnits(column, value, into.length);
  units?.forEach((unit, index) => (into[index] = unit - (column.means[index] ?? 0)));
}

/** The units before their means are taken off; undefined if the value is not known to the model. */
function rawUnits(column: TabularColumn, value: string | number | null, count: number): number[] | undefined {
  if (value === null || value === "") {
    if (!column.hasMissing) return undefined;
    // What is missing says nothing but that: every other unit stays at its average.
    return Array.from({ length: count }, (_, index) => (index === count - 1 ? 1 : (column.means[index] ?? 0)));
  }
  if (column.kind === "numeric") return numericUnits(column, value, count);
  const known = column.values.indexOf(String(value));
  if (known < 0 && !column.hasOther) return undefined;
  const set = known < 0 ? column.values.length : known;
  return Array.from({ length: count }, (_, index) => Number(index === set));
}

function numericUnits(column: Extract<TabularColumn, { kind: "numeric" }>, value: string | number, count: number) {
  const number = typeof value === "number" ? value : Number(value.trim() === "" ? Number.NaN : value);
  if (!Number.isFinite(number)) throw new RangeError(`column ${column.name} is to be a number, not ${value}`);
  const x = Math.min(Math.max(number, column.lower), column.upper);
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return x / column.scale;
    const [from, to] = [column.knots[index - 1], column.knots[index]];
    return from === undefined || to === undefined ? 0 : Math.min(Math.max((x - from) / (to - from), 0), 1);
  });
}
