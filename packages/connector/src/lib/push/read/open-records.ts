import { extname } from "node:path";
import { parquetSource } from "../../rows/parquet-source.ts";
import { csvStream } from "../../rows/csv-stream.ts";
import type { RowSource } from "../../rows/row-source.ts";
import { ndjsonStream } from "./ndjson-stream.ts";

const NDJSON: ReadonlySet<string> = new Set([".ndjson", ".jsonl"]);

/**
 * Opens a file of a channel's records: NDJSON and parquet by their extensions, otherwise CSV. Text files may have `.gz`
 * appended.
 *
 * @param also - Names to read from NDJSON even if the first lines do not have them.
 * @throws CommandError for an invalid file.
 */
export function openRecords(file: string, also: readonly string[] = []): Promise<RowSource> {
  const kind = extname(file.replace(/\.gz$/i, "")).toLowerCase();
  if (kind === ".parquet") return parquetSource(file);
  return NDJSON.has(kind) ? ndjsonStream(file, also) : csvStream(file);
}
