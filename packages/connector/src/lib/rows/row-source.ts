import type { CommandError } from "../command-error.ts";

/** A data row of an input, or why it cannot be read. */
export interface SourceRow {
  /** Counts data rows from 1; rows that cannot be read count too. */
  readonly number: number;
  /** Where it lies, such as `a.csv, line 12`. */
  readonly place: string;
  /** Share of the file that is read with this row, 0 to 1. */
  readonly share: number;
  /** Cells of the columns that were asked for, with the spaces around them gone; empty where a value is missing. */
  readonly cells: readonly string[] | CommandError;
}

/** A file of records, before its rows are read. */
export interface RowSource {
  readonly columns: readonly string[];
  /** Reads the rows, with the cells of these columns alone. */
  readonly rows: (columns: readonly number[]) => AsyncIterable<SourceRow>;
}
