import { isUtf8 } from "node:buffer";
import { CommandError } from "../../command-error.ts";
import { MAX_ROW_BYTES } from "../../csv/csv-bytes.ts";
import { utf16Of } from "../../csv/text-encoding.ts";
import { parseExactJson } from "../../json/exact-json.ts";
import type { RowSource, SourceRow } from "../../rows/row-source.ts";
import { startOfContent } from "../../rows/byte-stream.ts";
import { textChunks } from "../../rows/text-stream.ts";
import { rowOf } from "./json-source.ts";
import { flatValues, membersOf } from "./json-values.ts";

const LF = 0x0a;
/** Lines that are read to find a file's names. */
const LINES_TO_LEARN = 1_000;
interface Line {
  readonly number: number;
  readonly bytes: Buffer;
  readonly share: number;
}

/**
 * Opens an NDJSON file of any size: one object per line. Names of nested objects are joined by dots; a list becomes a
 * cell with its JSON. In UTF-8, or in UTF-16 with a byte order mark.
 *
 * @param also - Names to read even if the first lines do not have them.
 * @throws CommandError for a file without lines.
 */
export async function ndjsonStream(file: string, also: readonly string[] = []): Promise<RowSource> {
  const names = new Set(also);
  let looked = 0;
  for await (const line of lines(file)) {
    const object = objectOf(file, line);
    if (!(object instanceof CommandError)) for (const name of flatValues(object, []).keys()) names.add(name);
    looked += 1;
    if (looked === LINES_TO_LEARN) break;
  }
  if (looked === 0) throw new CommandError("empty-file", `${file} has no lines.`);
  const columns = [...names];
  return {
    columns,
    async *rows(wanted): AsyncGenerator<SourceRow> {
      let number = 0;
      for await (const line of lines(file)) {
        number += 1;
        const common = { number, line: line.number, place: `${file}, line ${line.number}`, share: line.share };
        const object = objectOf(file, line);
        if (object instanceof CommandError) yield { ...common, cells: object };
        else yield { ...common, ...rowOf(object, columns, wanted, also) };
      }
    },
  };
}

/** Lines that are not empty, with their number from 1. A line that is too long is truncated. */
async function* lines(file: string): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  let share = 0;
  const encoding = utf16Of((await startOfContent(file)).start) ?? "utf-8";
  for await (const chunk of textChunks(file, encoding)) {
    const bytes = rest.length === 0 ? chunk.bytes : Buffer.concat([rest, chunk.bytes]);
    share = chunk.share;
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      number += 1;
      const line = bytes.subarray(start, end);
      if (!isBlank(line)) yield { number, bytes: line, share };
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > 2 * MAX_ROW_BYTES) {
      throw new CommandError("too-long", `${file}, line ${number + 1}, is longer than ${MAX_ROW_BYTES} bytes.`);
    }
  }
  if (!isBlank(rest)) yield { number: number + 1, bytes: rest, share };
}

function isBlank(line: Buffer): boolean {
  return line.length < 3 && line.toString().trim() === "";
}

function objectOf(file: string, { number, bytes }: Line): Readonly<Record<string, unknown>> | CommandError {
  const place = `${file}, line ${number}`;
  if (bytes.length > MAX_ROW_BYTES) {
    return new CommandError("too-long", `${place}, is longer than ${MAX_ROW_BYTES} bytes.`);
  }
  if (!isUtf8(bytes)) return new CommandError("broken-encoding", `${place}, is not UTF-8.`);
  const text = bytes.toString().replace(/^\uFEFF/, "");
  const bad = (column: number) => new CommandError("broken-json", `${place}, column ${column}: not a JSON object.`);
  try {
    return membersOf(parseExactJson(text)) ?? bad(1);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return bad(columnOfFault(text, error));
  }
}

/** Position of the first invalid character of a JSON text, from 1. */
function columnOfFault(text: string, { message }: SyntaxError): number {
  const at = /position (\d+)/.exec(message)?.[1];
  return at === undefined ? text.trimEnd().length : Number(at) + 1;
}
