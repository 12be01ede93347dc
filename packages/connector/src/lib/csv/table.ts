import { CommandError } from "../command-error.ts";

/** One row below the header. */
export interface TableRow {
  /** Line of the file on which the row starts; the header is on line 1. */
  readonly row: number;
  /** As many cells as the table has columns. */
  readonly cells: readonly string[];
}

/** A table in memory: unique column names, at least one row, every row as wide as the header. */
export interface Table {
  /** Path as the caller wrote it, for messages. */
  readonly file: string;
  readonly columns: readonly string[];
  /** What a user should know of how the file was read. */
  readonly notes?: readonly string[] | undefined;
  /** What separates its cells; undefined if it is not CSV. */
  readonly delimiter?: string | undefined;
  readonly rows: readonly TableRow[];
}

/** Position in a table, such as `train.csv, row 12, column "age"`. */
export function placeOf({ file }: Pick<Table, "file">, row: number, column: string): string {
  return `${file}, row ${row}, column "${column}"`;
}

/** Index of a column. Throws CommandError `missing-column`. */
export function columnOf({ file, columns }: Table, name: string): number {
  const index = columns.indexOf(name);
  if (index < 0) {
    const listed = columns.slice(0, 12).map((column) => `"${column}"`);
    const more = columns.length > listed.length ? ` and ${columns.length - listed.length} more` : "";
    throw new CommandError(
      "missing-column",
      `${file}, row 1, has no column "${name}"; it has ${listed.join(", ")}${more}.`,
    );
  }
  return index;
}

/** A column's cells, row by row, with surrounding spaces removed. */
export function cellsOf(table: Table, name: string): { readonly row: number; readonly cell: string }[] {
  const index = columnOf(table, name);
  return table.rows.map(({ row, cells }) => ({ row, cell: (cells[index] ?? "").trim() }));
}
