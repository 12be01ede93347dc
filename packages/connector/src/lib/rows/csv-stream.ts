import { CommandError } from "../command-error.ts";
import { checkColumns } from "../csv/csv-head.ts";
import { csvFault } from "../csv/csv-fault.ts";
import { MAX_ROW_BYTES } from "../csv/csv-bytes.ts";
import { csvLayout } from "../csv/csv-layout.ts";
import { type CsvRow, csvRows } from "../csv/csv-rows.ts";
import type { TextEncoding } from "../csv/text-encoding.ts";
import type { RowSource, SourceRow } from "./row-source.ts";
import { encodingNote, encodingOf, textChunks } from "./text-stream.ts";

/** A row longer than this has missing quotes or line ends. */
const MAX_WINDOW_BYTES = 2 * MAX_ROW_BYTES;

interface StreamedRow {
  readonly row: CsvRow;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly share: number;
}

interface Reading {
  readonly file: string;
  readonly encoding: TextEncoding;
  readonly delimiter: string;
  /** Bytes before the header, in UTF-8. */
  readonly skip: number;
  readonly maxBytes: number;
}

/**
 * Opens a CSV file, packed with gzip or plain, and reads it with constant memory. Finds the encoding and the delimiter
 * by the content. Empty columns at the end of the header are not columns. Throws CommandError if it has no columns, and
 * `file-too-large` if it or its decompressed content has more than `maxBytes`.
 */
export async function csvStream(file: string, maxBytes = Infinity): Promise<RowSource> {
  const encoding = await encodingOf(file, maxBytes);
  const reading = await layoutOf(file, encoding, maxBytes);
  const head = await headOf(streamedRows(reading));
  if (!head) throw new CommandError("empty-file", `${file} has no header.`);
  const { cells, fault } = head.row;
  if (fault) throw csvFault(fault.code, `${file}, line ${head.line}, column ${fault.column + 1}`);
  const names = cells.map((name) => name.trim());
  const columns = names.slice(0, names.findLastIndex((name) => name !== "") + 1);
  if (columns.length === 0) throw new CommandError("empty-file", `${file} has no header.`);
  checkColumns(file, columns);
  const note = encodingNote(file, encoding);
  return {
    columns,
    notes: note === undefined ? [] : [note],
    delimiter: reading.delimiter,
    async *rows(wanted): AsyncGenerator<SourceRow> {
      let number = -1;
      for await (const { row, line, share } of streamedRows(reading)) {
        number += 1;
        if (number === 0) continue;
        const at = (column: number) => {
          const name = columns[column];
          return `${file}, line ${line}, column ${name === undefined ? column + 1 : `"${name}"`}`;
        };
        const common = { number, line, place: `${file}, line ${line}`, share };
        if (row.fault) yield { ...common, cells: csvFault(row.fault.code, at(row.fault.column)) };
        else if (!isAsWide(row.cells, columns.length)) yield { ...common, cells: raggedRow(row, columns, at) };
        else yield { ...common, cells: wanted.map((column) => (row.cells[column] ?? "").trim()) };
      }
      if (number === 0) throw new CommandError("empty-file", `${file} has a header and no rows.`);
    },
  };
}

/** Whether a row has as many cells as the header, perhaps with empty ones behind them. */
function isAsWide(cells: readonly string[], width: number): boolean {
  return cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell.trim() === ""));
}

async function headOf(rows: AsyncIterable<StreamedRow>): Promise<StreamedRow | undefined> {
  for await (const row of rows) return row;
  return undefined;
}

async function layoutOf(file: string, encoding: TextEncoding, maxBytes: number): Promise<Reading> {
  for await (const { bytes } of textChunks(file, encoding, maxBytes)) {
    const { delimiter, skip } = csvLayout(bytes);
    return { file, encoding, delimiter, skip, maxBytes };
  }
  throw new CommandError("empty-file", `${file} is empty.`);
}

/** Yields every row with its line number. Keeps an incomplete row until the next chunk. */
async function* streamedRows({ file, encoding, delimiter, skip, maxBytes }: Reading): AsyncGenerator<StreamedRow> {
  let rest: Buffer = Buffer.alloc(0);
  let linesBefore = skip === 0 ? 0 : 1;
  let share = 0;
  let isFirst = true;
  let isInLongRow = false;
  const window = function* (isLast: boolean): Generator<StreamedRow> {
    let done = 0;
    for (const row of csvRows(rest, delimiter)) {
      const isWide = rest.length - done > MAX_WINDOW_BYTES;
      const mayGoOn = row.end >= rest.length || isQuoteFault(row);
      if (!isLast && !isWide && mayGoOn) break;
      yield { row, line: row.line + linesBefore, share };
      done = row.end;
      isInLongRow = !isLast && row.fault?.code === "too-long" && row.end >= rest.length;
    }
    linesBefore += lineEnds(rest.subarray(0, done));
    rest = rest.subarray(done);
  };
  for await (const chunk of textChunks(file, encoding, maxBytes)) {
    const lineEnd = isInLongRow ? chunk.bytes.findIndex((byte) => byte === 0x0a || byte === 0x0d) : 0;
    if (lineEnd < 0) continue;
    isInLongRow = false;
    rest = Buffer.concat([rest, chunk.bytes.subarray(isFirst ? skip : lineEnd)]);
    isFirst = false;
    share = chunk.share;
    yield* window(false);
  }
  yield* window(true);
}

/** A quote that seems broken may be closed in the next chunk. */
function isQuoteFault({ fault }: CsvRow): boolean {
  return fault?.code === "open-quote" || fault?.code === "text-after-quote";
}

/** Number of line ends in a chunk: LF, CRLF or CR. */
function lineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count += 1;
  for (let at = bytes.indexOf(0x0d); at >= 0; at = bytes.indexOf(0x0d, at + 1)) if (bytes[at + 1] !== 0x0a) count += 1;
  return count;
}

/** The error for a row with more or fewer cells than the header. `at`: the position of a column. */
function raggedRow({ cells }: CsvRow, columns: readonly string[], at: (column: number) => string): CommandError {
  const place = at(Math.min(cells.length, columns.length));
  return new CommandError("ragged-row", `${place}: the row has ${cells.length} cells, the header ${columns.length}.`);
}
