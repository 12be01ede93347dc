import { extname } from "node:path";
import { openSource } from "../../rows/open-source.ts";
import type { RowSource } from "../../rows/row-source.ts";
import { ndjsonStream } from "./ndjson-stream.ts";

const NDJSON: ReadonlySet<string> = new Set([".ndjson", ".jsonl"]);

/**
 * Opens a file of a channel's records: NDJSON by its extension, otherwise a table. Text files may have `.gz`
 * appended.
 *
 * @param also - Names to read from NDJSON even if the first lines do not have them.
 * @throws CommandError for an invalid file.
 */
export function openRecords(file: string, also: readonly string[] = []): Promise<RowSource> {
  const kind = extname(file.replace(/\.gz$/i, "")).toLowerCase();
  return NDJSON.has(kind) ? ndjsonStream(file, also) : openSource(file, Infinity);
}
