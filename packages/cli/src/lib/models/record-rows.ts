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
  RowErrors,
  type Table,
} from "@sedge/connector/rows";
import { type LabelledRow, labelFault } from "./labelled-row.ts";

/** Most columns that a tabular model reads, as in manifests. */
const MAX_INPUT_COLUMNS = 512;

/** A record with its label. */
export interface RecordRow extends LabelledRow {
  readonly record: TabularRow;
}

/** From this share of numbers on, a column is numeric, and any other cell in it is an error. */
const NUMERIC_SHARE = 0.95;

/**
 * Rows of a tabular task, with trimmed cells, empty ones null. Throws CommandError for all rows with an error in the label
 * or a numeric column; `skip` receives them instead, and they are left out.
 */
export function recordRows(table: Table, labelColumn: string, skip?: (error: CommandError) => void): RecordRow[] {
  const label = columnOf(table, labelColumn);
  if (table.columns.length < 2) {
    throw new CommandError("missing-column", `${table.file}, row 1, has no column besides "${labelColumn}".`);
  }
  checkColumns(table, labelColumn);
  const styles = table.columns.map((_, column) => (column === label ? "plain" : decimalStyle(table, column)));
  const cells = table.rows.map((row) =>
    row.cells.map((cell, column) => plainNumber(cell.trim(), styles[column] ?? "plain")),
  );
  const isNumeric = table.columns.map(
    (_, index) => index !== label && isMeantAsNumbers(cells.map((row) => row[index] ?? "")),
  );
  const errors = new RowErrors(skip);
  const rows = cells.flatMap((row, at) => {
    const line = table.rows[at]?.row ?? 0;
    const own = row[label] ?? "";
    const fault = table.columns.reduce<CommandError | undefined>(
      (found, name, index) =>
        found ??
        (index === label ? undefined : cellFault(table, line, name, row[index] ?? "", isNumeric[index] ?? false)),
      labelFault(table, labelColumn, line, own),
    );
    if (fault) {
      errors.add(fault);
      return [];
    }
    return [
      {
        row: line,
        label: own,
        likeness: JSON.stringify(row.toSpliced(label, 1)),
        record: Object.fromEntries(
          table.columns.map((name, index) => [name, row[index] === "" ? null : (row[index] ?? null)]),
        ),
      },
    ];
  });
  errors.throwIfAny();
  return rows;
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

/** What is wrong with a cell, if anything. */
function cellFault(
  table: Table,
  row: number,
  name: string,
  cell: string,
  isNumeric: boolean,
): CommandError | undefined {
  if (isNumeric && cell !== "" && numberOf(cell) === undefined) return notNumber(table, row, name, cell);
  if (cell.length <= MAX_TABULAR_NAME) return undefined;
  return new CommandError(
    "too-long",
    `${placeOf(table, row, name)}: a category has ${MAX_TABULAR_NAME} characters at most; leave columns of free text out.`,
  );
}

/** Whether a column has numbers, and what else it has are slips. */
function isMeantAsNumbers(cells: readonly string[]): boolean {
  const known = cells.filter((cell) => cell !== "");
  const words = known.filter((cell) => numberOf(cell) === undefined);
  const slips = words.filter((cell) => !isNotNumber(cell));
  return words.length > 0 && (slips.length === 0 || slips.length <= (1 - NUMERIC_SHARE) * known.length);
}
