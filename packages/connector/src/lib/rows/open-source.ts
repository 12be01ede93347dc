import { extname } from "node:path";
import { csvSource } from "./csv-source.ts";
import { parquetSource } from "./parquet-source.ts";
import type { RowSource } from "./row-source.ts";

/**
 * Opens a file of records: parquet by its extension, otherwise CSV, optionally compressed (`.gz`). Throws CommandError
 * for an invalid file or one without columns.
 */
export function openSource(file: string): Promise<RowSource> {
  return extname(file).toLowerCase() === ".parquet" ? parquetSource(file) : csvSource(file);
}
