import type { TabularRow } from "@sedge/features/tabular";
import { MAX_TABULAR_NAME } from "@sedge/features/tabular-model-manifest";
import { CommandError } from "@sedge/connector/command-line";
import {
  columnOf,
  decimalStyle,
  isNotNumber,
  notNumber,
  numberOf,
  placeOf,
  plainNumber,
  type Table,
} from "@sedge/connector/rows";
import { type LabelledRow, labelsOf } from "./labelled-row.ts";

/** Most columns that a tabular model reads, as in manifests. */
const MAX_INPUT_COLUMNS = 512;

/** A record with its label. */
export interface RecordRow extends LabelledRow {
  readonly record: TabularRow;
}

/** From this share of numbers on, a column is numeric, and any other cell in it is an error. */
const NUMERIC_SHARE = 0.95;

/**
 * Rows of a tabular task, with trimmed cells, empty ones null. Throws CommandError for an error in a numeric column.
 */
export function recordRows(table: Table, labelColumn: string): RecordRow[] {
  const label = columnOf(table, labelColumn);
  const labels = labelsOf(table, labelColumn);
  if (table.columns.length < 2) {
    throw new CommandError("missing-column", `${table.file}, row 1, has no column besides "${labelColumn}".`);
  }
  checkColumns(table, labelColumn);
  const styles = table.columns.map((_, column) => (column === label ? "plain" : decimalStyle(table, column)));
  const cells = table.rows.map((row) =>
    row.cells.map((cell, column) => plainNumber(cell.trim(), styles[column] ?? "plain")),
  );
  table.columns.forEach((name, index) => {
    if (index === label) return;
    const column = cells.map((row) => row[index] ?? "");
    checkCategories(table, name, column);
    checkNumbers(table, name, column);
  });
  return cells.map((row, at) => ({
    row: labels[at]?.row ?? 0,
    label: labels[at]?.cell ?? "",
    likeness: JSON.stringify(row.toSpliced(label, 1)),
    record: Object.fromEntries(
      table.columns.map((name, index) => [name, row[index] === "" ? null : (row[index] ?? null)]),
    ),
  }));
}

/** Rejects more columns, or longer names, than a tabular manifest accepts. */
function checkColumns({ file, columns }: Table, labelColumn: string): void {
  if (columns.length - 1 > MAX_INPUT_COLUMNS) {
    throw new CommandError(
      "too-long",
      `${file}, row 1: ${columns.length - 1} columns beside "${labelColumn}", of ${MAX_INPUT_COLUMNS} at most.`,
    );
  }
  const long = columns.findIndex((name) => name.length > MAX_TABULAR_NAME);
  if (long >= 0) {
    throw new CommandError(
      "too-long",
      `${file}, row 1, column ${long + 1}: the name of a column has ${MAX_TABULAR_NAME} characters at most.`,
    );
  }
}

function checkCategories(table: Table, name: string, cells: readonly string[]): void {
  const index = cells.findIndex((cell) => cell.length > MAX_TABULAR_NAME);
  if (index < 0) return;
  throw new CommandError(
    "too-long",
    `${placeOf(table, table.rows[index]?.row ?? 0, name)}: a category has ${MAX_TABULAR_NAME} characters at most; leave columns of free text out.`,
  );
}

function checkNumbers(table: Table, name: string, cells: readonly string[]): void {
  const known = cells.filter((cell) => cell !== "");
  const words = known.filter((cell) => numberOf(cell) === undefined);
  const slips = words.filter((cell) => !isNotNumber(cell));
  const isMeantAsNumbers = slips.length === 0 || slips.length <= (1 - NUMERIC_SHARE) * known.length;
  if (words.length === 0 || !isMeantAsNumbers) return;
  const index = cells.findIndex((cell) => cell !== "" && numberOf(cell) === undefined);
  throw notNumber(table, table.rows[index]?.row ?? 0, name, cells[index] ?? "");
}
