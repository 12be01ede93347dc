import { extname } from "node:path";
import { MAX_FILE_BYTES } from "../csv/csv-bytes.ts";
import { csvStream } from "./csv-stream.ts";
import { parquetSource } from "./parquet-source.ts";
import type { RowSource } from "./row-source.ts";

/**
 * Opens a file of records: parquet by its extension, otherwise CSV, optionally compressed (`.gz`), of MAX_FILE_BYTES at most. Throws CommandError
 * for an invalid file or one without columns.
 */
export function openSource(file: string): Promise<RowSource> {
  return extname(file).toLowerCase() === ".parquet" ? parquetSource(file) : csvStream(file, MAX_FILE_BYTES);
}
