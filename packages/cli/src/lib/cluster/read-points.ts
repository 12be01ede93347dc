import { CommandError } from "@sedge/connector/command-line";
import { contentOf, csvHead, csvRows, numberOf } from "@sedge/connector/rows";

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

/**
 * Reads points: CSV or CSV.gz with comma, semicolon or tab, or columns separated by spaces. A first row of numbers is a
 * point, and the features are called x1, x2 …; otherwise it names the columns. `labelColumn` is read separately. Throws
 * CommandError.
 */
export function readPoints(file: string, labelColumn: string | undefined): ReadPoints {
  const rows = rowsOf(file);
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
  const coordinates = new Float64Array(points.length * features.length);
  const labels: string[] = [];
  points.forEach(({ line, cells }, point) => {
    if (cells.length !== columns.length) {
      throw new CommandError(
        "ragged-row",
        `${file}, line ${line}: the row has ${cells.length} cells, the first one ${columns.length}.`,
      );
    }
    let at = point * features.length;
    cells.forEach((cell, index) => {
      if (index === labelAt) return void labels.push(cell);
      const value = numberOf(cell);
      if (value === undefined) {
        throw new CommandError(
          "not-a-number",
          `${file}, line ${line}, column "${columns[index]}": "${cell.slice(0, 40)}" is not a finite number.`,
        );
      }
      coordinates[at++] = value;
    });
  });
  return { features, coordinates, labels: labelAt < 0 ? undefined : labels };
}

/**
 * Reads labels from their own file, one per line, with or without a header. Throws CommandError if their number is not
 * `count`.
 */
export function readLabels(file: string, count: number): readonly string[] {
  const all = rowsOf(file).map(({ cells }) => cells.join(","));
  if (all.length === count) return all;
  if (all.length === count + 1) return all.slice(1);
  throw new CommandError("unfit-rows", `${file} has ${all.length} labels, and there are ${count} points.`);
}

function rowsOf(file: string): NumberedRow[] {
  const { bytes, header, delimiter } = csvHead(file, contentOf(file));
  const isSpaced = !header.includes(delimiter);
  const content = isSpaced ? new TextEncoder().encode(commaSeparated(new TextDecoder().decode(bytes))) : bytes;
  const rows: NumberedRow[] = [];
  for (const { line, cells, fault } of csvRows(content, isSpaced ? "," : delimiter)) {
    if (fault) throw new CommandError(fault.code, `${file}, line ${line}, column ${fault.column + 1} cannot be read.`);
    rows.push({ line, cells: cells.map((cell) => cell.trim()) });
  }
  return rows;
}

function commaSeparated(text: string): string {
  return text.replace(/^[ ]+|[ ]+$/gm, "").replace(/[ ]+/g, ",");
}
