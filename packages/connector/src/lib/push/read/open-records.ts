import { extname } from "node:path";
import { CommandError } from "../../command-error.ts";
import { formatOf } from "../../csv/file-format.ts";
import { utf16Of } from "../../csv/text-encoding.ts";
import { startOfContent } from "../../rows/byte-stream.ts";
import { openSource } from "../../rows/open-source.ts";
import type { RowSource } from "../../rows/row-source.ts";
import { jsonSource } from "./json-source.ts";
import { ndjsonStream } from "./ndjson-stream.ts";

const JSON_NAMES: ReadonlySet<string> = new Set([".json", ".ndjson", ".jsonl"]);
/** How JSON with records starts: a header of CSV can start with a bracket, as in `[ID],[Name]`. */
const JSON_OBJECTS = /^\uFEFF?\s*\[\s*[{\]]/;
const JSON_OBJECT = /^\uFEFF?\s*\{\s*["}]/;
/** How one object over several lines starts. */
const PRINTED = /^\uFEFF?\s*\{\s*[\r\n]/;
/** How other JSON starts, under the name of JSON. */
const ANY_JSON = /^\uFEFF?\s*[[{]/;
/** A later line with an object: the first one of NDJSON may be broken. */
const LATER_OBJECT = /[\r\n]\s*\{\s*"/;

/**
 * Opens a file of a channel's records by its content, whatever its name: JSON, NDJSON, or a table. Text may be packed with
 * gzip. A note says so if the name says something else.
 *
 * @param also - Names to read from JSON even if the first records do not have them.
 * @param path - Where the list of a JSON file is, if it has several.
 * @throws CommandError for an invalid file; `other-format` for one that no command reads.
 */
export async function openRecords(file: string, also: readonly string[] = [], path?: string): Promise<RowSource> {
  const { start, isPacked } = await startOfContent(file);
  const format = formatOf(file, start);
  if (isPacked && format !== "text") {
    const what = { xlsx: "an Excel workbook", parquet: "a parquet file", gzip: "another gzip file" }[format];
    throw new CommandError("other-format", `${file} contains ${what} packed with gzip; unpack it.`);
  }
  const name = extname(file.replace(/\.gz$/i, "")).toLowerCase();
  if (format !== "text") return noted(await openSource(file, Infinity), file, name, TABLES.get(format));
  const text = new TextDecoder(utf16Of(start) ?? "utf-8").decode(start);
  const isJsonName = JSON_NAMES.has(name);
  const isJson = JSON_OBJECTS.test(text) || JSON_OBJECT.test(text);
  if (!isJson && !(isJsonName && (ANY_JSON.test(text) || LATER_OBJECT.test(text)))) {
    return noted(await openSource(file, Infinity), file, name, isJsonName || name === ".xlsx" ? "CSV" : undefined);
  }
  // NDJSON of any size is not read into memory to learn that it is no single text.
  const isLines = (name === ".ndjson" || name === ".jsonl") && JSON_OBJECT.test(text) && !PRINTED.test(text);
  if (isLines) return ndjsonStream(file, also);
  const source = (await jsonSource(file, also, path)) ?? (await ndjsonStream(file, also));
  return noted(source, file, name, isJsonName || name === ".txt" || name === "" ? undefined : "JSON");
}

const TABLES: ReadonlyMap<string, string> = new Map([["parquet", "parquet"]]);

/** A source with a note of what the file is, if its name says something else. */
function noted(source: RowSource, file: string, name: string, format: string | undefined): RowSource {
  if (format === undefined || name === `.${format.toLowerCase()}`) return source;
  return { ...source, notes: [...(source.notes ?? []), `${file} is read as ${format}, which it is by its content.`] };
}
