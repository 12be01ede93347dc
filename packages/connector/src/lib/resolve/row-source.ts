import { extname } from "node:path";
import { csvSource } from "./csv-source.ts";
import { parquetSource } from "./parquet-source.ts";
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

/**
 * Opens a file of records: parquet by its ending, CSV otherwise, which may be compressed (`.gz`). Throws CommandError for
 * a file that is none, or whose columns cannot be told.
 */
export function openSource(file: string): Promise<RowSource> {
  return extname(file).toLowerCase() === ".parquet" ? parquetSource(file) : csvSource(file);
}
