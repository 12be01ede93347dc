import { extname } from "node:path";
import { csvSource } from "./csv-source.ts";
import { parquetSource } from "./parquet-source.ts";
import type { RowSource } from "./row-source.ts";

/**
 * Opens a file of records: parquet by its ending, CSV otherwise, which may be compressed (`.gz`). Throws CommandError for
 * a file that is none, or whose columns cannot be told.
 */
export function openSource(file: string): Promise<RowSource> {
  return extname(file).toLowerCase() === ".parquet" ? parquetSource(file) : csvSource(file);
}
