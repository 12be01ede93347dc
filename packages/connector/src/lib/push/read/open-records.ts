import { extname } from "node:path";
import { parquetSource } from "../../rows/parquet-source.ts";
import type { RowSource } from "../../rows/row-source.ts";
import { csvStream } from "./csv-stream.ts";
import { ndjsonStream } from "./ndjson-stream.ts";

const NDJSON: ReadonlySet<string> = new Set([".ndjson", ".jsonl"]);

/**
 * Opens a file of a channel's records: NDJSON and parquet by their endings, CSV otherwise; `.gz` behind the ending of a text.
 *
 * @param also - Names to read of NDJSON, whether or not its first lines have them.
 * @throws CommandError for a file that is none.
 */
export function openRecords(file: string, also: readonly string[] = []): Promise<RowSource> {
  const kind = extname(file.replace(/\.gz$/i, "")).toLowerCase();
  if (kind === ".parquet") return parquetSource(file);
  return NDJSON.has(kind) ? ndjsonStream(file, also) : csvStream(file);
}
