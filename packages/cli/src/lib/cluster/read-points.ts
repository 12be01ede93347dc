import { CommandError } from "@sedge/connector/command-line";
import {
  csvFault,
  csvLayout,
  csvRows,
  decimalStyle,
  formatOf,
  MAX_FILE_BYTES,
  numberOf,
  openSource,
  plainNumber,
  RowErrors,
  startOfFile,
  wholeText,
} from "@sedge/connector/rows";

/** Points of a file, one device each. */
export interface ReadPoints {
  readonly features: readonly string[];
  /** The coordinates, point after point. */
  readonly coordinates: Float64Array;
  /** The label of each point; undefined without labels. */
  readonly labels: readonly string[] | undefined;
}

/** Most numeric columns: the limit of a measurement's centres. */
const MOST_FEATURES = 128;

interface NumberedRow {
  readonly line: number;
  readonly cells: readonly string[];
}

interface Rows {
  readonly rows: readonly NumberedRow[];
  readonly delimiter: string;
}

type Skip = ((error: CommandError) => void) | undefined;

/**
 * Reads points: any table that `sedge` reads, or columns separated by spaces. A first row of numbers is a point, and the
 * features are called x1, x2 …; otherwise it names the columns. `labelColumn` is read separately. Throws CommandError,
 * for several invalid rows with all of them.
 *
 * @param skip - Called for each invalid row, which is then left out. Without it, an invalid row is an error.
 */
export async function readPoints(file: string, labelColumn: string | undefined, skip?: Skip): Promise<ReadPoints> {
  const { rows, delimiter } = await rowsOf(file, skip);
  const first = rows[0];
  if (!first) throw new CommandError("empty-file", `${file} has no rows.`);
  const hasHeader = first.cells.some((cell) => numberOf(cell) === undefined);
  const columns = hasHeader ? first.cells : first.cells.map((_, index) => `x${index + 1}`);
  const labelAt = labelColumn === undefined ? -1 : columns.indexOf(labelColumn);
  if (labelColumn !== undefined && labelAt < 0) {
    throw new CommandError("missing-column", `${file} has no column "${labelColumn}", and no file with this name.`);
  }
  const features = columns.filter((_, index) => index !== labelAt);
  if (features.length === 0 || features.length > MOST_FEATURES) {
    throw new CommandError(
      "unfit-rows",
      `${file} has ${features.length} columns of numbers; 1 to ${MOST_FEATURES} can be clustered.`,
    );
  }
  const points = hasHeader ? rows.slice(1) : rows;
  if (points.length === 0) throw new CommandError("empty-file", `${file} has a header and no rows.`);
  const errors = new RowErrors(skip);
  const sized = points.filter(({ line, cells }) => {
    const isFit = isAsWide(cells, columns.length);
    const why = `the row has ${cells.length} cells, the first one ${columns.length}`;
    if (!isFit) errors.add(new CommandError("ragged-row", `${file}, line ${line}: ${why}.`));
    return isFit;
  });
  const table = { file, columns, delimiter, rows: sized.map(({ line, cells }) => ({ row: line, cells })) };
  const styles = columns.map((_, column) => (column === labelAt ? "plain" : decimalStyle(table, column)));
  const coordinates: number[] = [];
  const labels: string[] = [];
  for (const { line, cells } of sized) {
    const values = columns.flatMap((_, at) =>
      at === labelAt ? [] : [plainNumber(cells[at] ?? "", styles[at] ?? "plain")],
    );
    const bad = values.findIndex((value) => numberOf(value) === undefined);
    if (bad >= 0) {
      const place = `${file}, line ${line}, column "${features[bad]}"`;
      errors.add(new CommandError("not-a-number", `${place}: "${values[bad]?.slice(0, 40)}" is not a finite number.`));
      continue;
    }
    for (const value of values) coordinates.push(Number(value));
    if (labelAt >= 0) labels.push(cells[labelAt] ?? "");
  }
  errors.throwIfAny();
  if (coordinates.length === 0) throw new CommandError("empty-file", `${file} has no readable row.`);
  return {
    features,
    coordinates: Float64Array.from(coordinates),
    labels: labelAt < 0 ? undefined : labels,
  };
}

/** Whether a row has as many cells as the first, perhaps with empty ones behind them. */
function isAsWide(cells: readonly string[], width: number): boolean {
  return cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell === ""));
}

/**
 * Reads labels from their own file, one per line, with or without a header. Throws CommandError if their number is not
 * `count`.
 */
export async function readLabels(file: string, count: number): Promise<readonly string[]> {
  const all = (await rowsOf(file, undefined)).rows.map(({ cells }) => cells.join(","));
  if (all.length === count) return all;
  if (all.length === count + 1) return all.slice(1);
  throw new CommandError("unfit-rows", `${file} has ${all.length} labels, and there are ${count} points.`);
}

async function rowsOf(file: string, skip: Skip): Promise<Rows> {
  const format = formatOf(file, startOfFile(file, MAX_FILE_BYTES));
  return format === "xlsx" || format === "parquet" ? cellsOfSource(file) : rowsOfText(file, skip);
}

async function cellsOfSource(file: string): Promise<Rows> {
  const { columns, rows } = await openSource(file);
  const read: NumberedRow[] = [{ line: 1, cells: columns }];
  for await (const { line, cells } of rows(columns.map((_, column) => column))) {
    if (cells instanceof CommandError) throw cells;
    read.push({ line, cells });
  }
  return { rows: read, delimiter: "" };
}

async function rowsOfText(file: string, skip: Skip): Promise<Rows> {
  const { bytes } = await wholeText(file, MAX_FILE_BYTES);
  const { delimiter, skip: before, header } = csvLayout(bytes);
  const isSpaced = !header.includes(delimiter);
  const content = isSpaced
    ? new TextEncoder().encode(commaSeparated(new TextDecoder().decode(bytes)))
    : bytes.subarray(before);
  const errors = new RowErrors(skip);
  const rows: NumberedRow[] = [];
  for (const { line, cells, fault } of csvRows(content, isSpaced ? "," : delimiter)) {
    const at = before > 0 ? line + 1 : line;
    if (fault) errors.add(csvFault(fault.code, `${file}, line ${at}, column ${fault.column + 1}`));
    else rows.push({ line: at, cells: withoutEmptyEnd(cells) });
  }
  errors.throwIfAny();
  return { rows, delimiter };
}

/** Trimmed cells, without empty ones behind the last that has text. */
function withoutEmptyEnd(cells: readonly string[]): string[] {
  const trimmed = cells.map((cell) => cell.trim());
  return trimmed.slice(0, Math.max(1, trimmed.findLastIndex((cell) => cell !== "") + 1));
}

function commaSeparated(text: string): string {
  return text.replace(/^[ ]+|[ ]+$/gm, "").replace(/[ ]+/g, ",");
}
