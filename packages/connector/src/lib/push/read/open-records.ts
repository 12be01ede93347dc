import { extname } from "node:path";
import { utf16Of } from "../../csv/text-encoding.ts";
import { startOfFile } from "../../rows/byte-stream.ts";
import { openSource } from "../../rows/open-source.ts";
import type { RowSource } from "../../rows/row-source.ts";
import { jsonSource } from "./json-source.ts";
import { ndjsonStream } from "./ndjson-stream.ts";

const NDJSON: ReadonlySet<string> = new Set([".ndjson", ".jsonl"]);
const JSON_LIST = /^\uFEFF?\s*\[/;
const JSON_OBJECTS = /^\uFEFF?\s*\[\s*\{/;
const JSON_OBJECT = /^\uFEFF?\s*\{\s*"/;

/**
 * Opens a file of a channel's records: JSON or NDJSON by its name or its first characters, otherwise a table. Text files
 * may have `.gz` appended.
 *
 * @param also - Names to read from JSON even if the first records do not have them.
 * @param path - Where the list of a JSON file is, if it has several.
 * @throws CommandError for an invalid file.
 */
export async function openRecords(file: string, also: readonly string[] = [], path?: string): Promise<RowSource> {
  const kind = extname(file.replace(/\.gz$/i, "")).toLowerCase();
  if (kind === ".parquet" || kind === ".xlsx") return openSource(file, Infinity);
  const isNdjson = NDJSON.has(kind);
  const start = startOfFile(file);
  const text = new TextDecoder(utf16Of(start) ?? "utf-8").decode(start);
  // A header can start with a bracket, as in `[ID],[Name]`.
  const list = kind === ".csv" ? JSON_OBJECTS : JSON_LIST;
  const isJson = list.test(text) || (!isNdjson && JSON_OBJECT.test(text));
  const source = isJson || kind === ".json" ? await jsonSource(file, also, path) : undefined;
  if (source) return source;
  return isNdjson || isJson || kind === ".json" ? ndjsonStream(file, also) : openSource(file, Infinity);
}
