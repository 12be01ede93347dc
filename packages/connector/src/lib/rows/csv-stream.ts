import { CommandError } from "../command-error.ts";
import { checkColumns, csvHead } from "../csv/csv-head.ts";
import { MAX_ROW_BYTES } from "../csv/csv-bytes.ts";
import { type CsvRow, type CsvRowFault, csvRows } from "../csv/csv-rows.ts";
import type { RowSource, SourceRow } from "./row-source.ts";
import { fileChunks } from "./byte-stream.ts";

/** A row longer than this has missing quotes or line ends. */
const MAX_WINDOW_BYTES = 2 * MAX_ROW_BYTES;

interface StreamedRow {
  readonly row: CsvRow;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly share: number;
}

/**
 * Opens a CSV file, `.gz` or plain, and reads it with constant memory. Throws CommandError if it has no columns, and
 * `file-too-large` if it or its decompressed content has more than `maxBytes`.
 */
export async function csvStream(file: string, maxBytes = Infinity): Promise<RowSource> {
  const delimiter = await delimiterOf(file, maxBytes);
  const head = await headOf(streamedRows(file, delimiter, maxBytes));
  if (!head) throw new CommandError("empty-file", `${file} has no header.`);
  const { cells, fault } = head.row;
  if (fault) throw csvFault(fault.code, `${file}, line ${head.line}, column ${fault.column + 1}`);
  const columns = cells.map((name) => name.trim());
  checkColumns(file, columns);
  return {
    columns,
    async *rows(wanted): AsyncGenerator<SourceRow> {
      let number = -1;
      for await (const { row, line, share } of streamedRows(file, delimiter, maxBytes)) {
        number += 1;
        if (number === 0) continue;
        const at = (column: number) => {
          const name = columns[column];
          return `${file}, line ${line}, column ${name === undefined ? column + 1 : `"${name}"`}`;
        };
        const common = { number, place: `${file}, line ${line}`, share };
        if (row.fault) yield { ...common, cells: csvFault(row.fault.code, at(row.fault.column)) };
        else if (row.cells.length !== columns.length) yield { ...common, cells: raggedRow(row, columns, at) };
        else yield { ...common, cells: wanted.map((column) => (row.cells[column] ?? "").trim()) };
      }
      if (number === 0) throw new CommandError("empty-file", `${file} has a header and no rows.`);
    },
  };
}

async function headOf(rows: AsyncIterable<StreamedRow>): Promise<StreamedRow | undefined> {
  for await (const row of rows) return row;
  return undefined;
}

/** The delimiter that `csvHead` finds in the first chunk. */
async function delimiterOf(file: string, maxBytes: number): Promise<string> {
  for await (const { bytes } of fileChunks(file, maxBytes)) return csvHead(file, bytes).delimiter;
  throw new CommandError("empty-file", `${file} is empty.`);
}

/** Yields every row with its line number. Keeps an incomplete row until the next chunk. */
async function* streamedRows(file: string, delimiter: string, maxBytes: number): AsyncGenerator<StreamedRow> {
  let rest: Buffer = Buffer.alloc(0);
  let linesBefore = 0;
  let share = 0;
  const window = function* (isLast: boolean): Generator<StreamedRow> {
    let done = 0;
    for (const row of csvRows(rest, delimiter)) {
      const isWide = rest.length - done > MAX_WINDOW_BYTES;
      const mayGoOn = row.end >= rest.length || row.fault?.code === "broken-quotes";
      if (!isLast && !isWide && mayGoOn) break;
      yield { row, line: row.line + linesBefore, share };
      done = row.end;
    }
    linesBefore += lineEnds(rest.subarray(0, done));
    rest = rest.subarray(done);
  };
  for await (const chunk of fileChunks(file, maxBytes)) {
    const isFirst = share === 0 && rest.length === 0;
    rest = Buffer.concat([rest, isFirst ? withoutMark(chunk.bytes) : chunk.bytes]);
    share = chunk.share;
    yield* window(false);
  }
  yield* window(true);
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
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

/** The error for an unreadable row. */
function csvFault(code: CsvRowFault, place: string): CommandError {
  switch (code) {
    case "too-long":
      return new CommandError("too-long", `${place}: the row is longer than ${MAX_ROW_BYTES} bytes.`);
    case "broken-encoding":
      return new CommandError("broken-encoding", `${place}, is not UTF-8.`);
    case "broken-quotes":
      return new CommandError("broken-quotes", `${place}: a quote is misplaced or not closed.`);
  }
}
