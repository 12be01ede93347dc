import { gunzipSync } from "node:zlib";
import { CommandError } from "../command-error.ts";
import { readCsvBytes, MAX_FILE_BYTES, MAX_ROW_BYTES } from "../csv/csv-bytes.ts";
import { checkColumns, csvHead } from "../csv/csv-head.ts";
import { type CsvRow, type CsvRowFault, csvRows } from "../csv/csv-rows.ts";
import type { RowSource, SourceRow } from "./row-source.ts";

/** Opens a CSV file with the rules of `sedge models`. Throws CommandError if it has no columns. */
export async function csvSource(file: string): Promise<RowSource> {
  const { bytes, delimiter } = csvHead(file, contentOf(file));
  const place = (line: number, column: number, columns: readonly string[] = []) => {
    const name = columns[column];
    return `${file}, line ${line}, column ${name === undefined ? column + 1 : `"${name}"`}`;
  };
  const [head] = csvRows(bytes, delimiter);
  if (!head) throw new CommandError("empty-file", `${file} has no header.`);
  if (head.fault) throw csvFault(head.fault.code, place(head.line, head.fault.column));
  const columns = head.cells.map((name) => name.trim());
  checkColumns(file, columns);
  return {
    columns,
    async *rows(wanted): AsyncGenerator<SourceRow> {
      const linesBefore = linesOf(bytes.subarray(0, head.end));
      let number = 0;
      for (const row of csvRows(bytes.subarray(head.end), delimiter)) {
        number += 1;
        const line = row.line + linesBefore;
        const at = (column: number) => place(line, column, columns);
        const common = { number, place: `${file}, line ${line}`, share: (head.end + row.end) / bytes.length };
        if (row.fault) yield { ...common, cells: csvFault(row.fault.code, at(row.fault.column)) };
        else if (row.cells.length !== columns.length) yield { ...common, cells: raggedRow(row, columns, at) };
        else yield { ...common, cells: wanted.map((column) => (row.cells[column] ?? "").trim()) };
      }
      if (number === 0) throw new CommandError("empty-file", `${file} has a header and no rows.`);
    },
  };
}

/** Number of line ends in a chunk. */
function linesOf(bytes: Uint8Array): number {
  return (
    Buffer.from(bytes)
      .toString("latin1")
      .split(/\r\n|\n|\r/).length - 1
  );
}

export function contentOf(file: string): Uint8Array {
  const bytes = readCsvBytes(file);
  if (!/\.gz$/i.test(file)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_FILE_BYTES });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    if (isTooLarge) throw new CommandError("file-too-large", `${file} is larger than 256 MiB when decompressed.`);
    throw new CommandError("broken-file", `${file} cannot be decompressed.`);
  }
}

/** The error for a row with more or fewer cells than the header. `at`: the position of a column. */
export function raggedRow({ cells }: CsvRow, columns: readonly string[], at: (column: number) => string): CommandError {
  const place = at(Math.min(cells.length, columns.length));
  return new CommandError("ragged-row", `${place}: the row has ${cells.length} cells, the header ${columns.length}.`);
}

/** The error for an unreadable row. */
export function csvFault(code: CsvRowFault, place: string): CommandError {
  switch (code) {
    case "too-long":
      return new CommandError("too-long", `${place}: the row is longer than ${MAX_ROW_BYTES} bytes.`);
    case "broken-encoding":
      return new CommandError("broken-encoding", `${place}, is not UTF-8.`);
    case "broken-quotes":
      return new CommandError("broken-quotes", `${place}: a quote is misplaced or not closed.`);
  }
}
