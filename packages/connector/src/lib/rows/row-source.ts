import type { CommandError } from "../command-error.ts";

/** A data row, or why it cannot be read. */
export interface SourceRow {
  /** Counts data rows from 1, including unreadable ones. */
  readonly number: number;
  /** Line of a text file on which the row starts; for other formats the row as its program numbers it. */
  readonly line: number;
  /** Position such as `a.csv, line 12`. */
  readonly place: string;
  /** Share of the file read up to this row, 0 to 1. */
  readonly share: number;
  /** Cells of the requested columns, trimmed; empty if a value is missing. */
  readonly cells: readonly string[] | CommandError;
  /** Positions of cells that the file contains as numbers, not as text. */
  readonly numbers?: ReadonlySet<number>;
}

/** An open file of records. */
export interface RowSource {
  readonly columns: readonly string[];
  /** What a user should know of how the file is read, such as a guessed encoding. */
  readonly notes?: readonly string[];
  /** What separates the cells of a CSV file. */
  readonly delimiter?: string;
  /** Reads the rows with only these columns. */
  readonly rows: (columns: readonly number[]) => AsyncIterable<SourceRow>;
}
