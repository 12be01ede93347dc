import { CommandError } from "../../command-error.ts";
import { MAX_FILE_BYTES } from "../../csv/csv-bytes.ts";
import { cellText, parseExactJson } from "../../json/exact-json.ts";
import type { RowSource, SourceRow } from "../../rows/row-source.ts";
import { wholeText } from "../../rows/text-stream.ts";
import { flatValues, membersOf, valueAt } from "./json-values.ts";

/** Records that are read to find a file's names. */
const RECORDS_TO_LEARN = 1_000;

/**
 * Opens a file that is one JSON text: a list of objects, or an object with one such list, as services answer
 * (`{"tickets": […], "count": 2}`). Undefined if it is not one text, such as NDJSON.
 *
 * @param also - Names to read even if the first records do not have them.
 * @param path - Where the list is. Default: the file itself, or its only list of objects.
 * @throws CommandError `broken-json` for a file without such a list; `empty-file` for an empty one.
 */
export async function jsonSource(
  file: string,
  also: readonly string[] = [],
  path?: string,
): Promise<RowSource | undefined> {
  const { bytes, note } = await wholeText(file, MAX_FILE_BYTES);
  const text = new TextDecoder().decode(bytes);
  let content: unknown;
  try {
    content = parseExactJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (!text.trimStart().startsWith("[")) return undefined;
    throw new CommandError("broken-json", `${file} is no valid JSON: ${error.message}.`);
  }
  const records = recordsIn(file, content, path);
  if (records.length === 0) throw new CommandError("empty-file", `${file} has no records.`);
  const names = new Set(also);
  for (const record of records.slice(0, RECORDS_TO_LEARN)) {
    for (const name of flatValues(membersOf(record) ?? {}, []).keys()) names.add(name);
  }
  const columns = [...names];
  return {
    columns,
    ...(note !== undefined && { notes: [note] }),
    async *rows(wanted): AsyncGenerator<SourceRow> {
      for (const [index, record] of records.entries()) {
        const number = index + 1;
        const common = { number, line: number, place: `${file}, record ${number}`, share: number / records.length };
        const object = membersOf(record);
        if (object) yield { ...common, ...rowOf(object, columns, wanted, also) };
        else {
          yield { ...common, cells: new CommandError("broken-json", `${common.place}: not a JSON object.`) };
        }
      }
    },
  };
}

/** The cells of an object, and which of them are numbers. */
export function rowOf(
  object: Readonly<Record<string, unknown>>,
  columns: readonly string[],
  wanted: readonly number[],
  also: readonly string[],
): Pick<SourceRow, "numbers"> & { readonly cells: readonly string[] } {
  const values = flatValues(object, also);
  const found = wanted.map((column) => values.get(columns[column] ?? ""));
  const numbers = new Set(found.flatMap((value, at) => (typeof value === "number" ? [at] : [])));
  return { cells: found.map(cellText), numbers };
}

function recordsIn(file: string, content: unknown, path: string | undefined): readonly unknown[] {
  const stated = path === undefined ? content : valueAt(content, path);
  if (Array.isArray(stated)) return stated;
  if (path !== undefined) throw new CommandError("bad-mapping", `${file} has no list "${path}".`);
  const lists = Object.entries(membersOf(content) ?? {}).filter(([, value]) => isList(value));
  const [only, ...others] = lists;
  if (only && others.length === 0 && Array.isArray(only[1])) return only[1];
  if (!only && membersOf(content)) return [content];
  const names = lists.map(([name]) => `"${name}"`).join(", ");
  throw new CommandError(
    "broken-json",
    `${file} contains ${names === "" ? "no list of records" : `the lists ${names}; name one as "records" in the mapping`}.`,
  );
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => membersOf(one) !== undefined);
}
