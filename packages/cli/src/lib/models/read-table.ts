import { CsvError, parse } from "csv-parse/sync";
import * as v from "valibot";
import { CommandError } from "@sedge/connector/command-line";
import {
  brokenByte,
  checkColumns,
  csvHead,
  MAX_ROW_BYTES,
  readCsvBytes,
  scanCsv,
  splitHeader,
  type Table,
} from "@sedge/connector/rows";

/**
 * Reads a CSV file: UTF-8 with or without a byte order mark, RFC 4180 quoting, LF, CRLF or CR. The delimiter is the
 * first of comma, semicolon and tab in the header. Throws CommandError with file, row and column for an invalid file.
 */
export function readTable(file: string): Table {
  const { bytes, header, delimiter } = csvHead(file, readCsvBytes(file));
  const place = (row: number, column: number) => {
    const name = row === 1 ? undefined : splitHeader(header, delimiter)[column];
    return `${file}, row ${row}, column ${name === undefined ? column + 1 : `"${name}"`}`;
  };
  const broken = brokenByte(bytes);
  const scan = scanCsv(bytes, delimiter.charCodeAt(0), { maxRowBytes: MAX_ROW_BYTES, stopAt: broken ?? Infinity });
  if (scan.stopped?.why === "too-long") {
    const { row, column } = scan.stopped;
    throw new CommandError("too-long", `${place(row, column)}: the row is longer than ${MAX_ROW_BYTES} bytes.`);
  }
  if (scan.stopped) {
    const { row, column } = scan.stopped;
    throw new CommandError(
      "broken-encoding",
      `${place(row, column)}, is not UTF-8; files of mixed encodings have to be converted first.`,
    );
  }
  const width = splitHeader(header, delimiter).length;
  const [head = [], ...records] = recordsOf(bytes, delimiter, scan.starts, width, place);
  const columns = head.map((name) => name.trim());
  checkColumns(file, columns);
  if (records.length === 0) throw new CommandError("empty-file", `${file} has a header and no rows.`);
  return { file, columns, rows: records.map((cells, index) => ({ row: scan.starts[index + 1] ?? 0, cells })) };
}

/** The position at which csv-parse stopped: the rows before it, and the cell. */
const Failure = v.object({
  records: v.number(),
  column: v.pipe(v.number(), v.integer()),
  record: v.optional(v.array(v.string())),
});

function recordsOf(
  bytes: Uint8Array,
  delimiter: string,
  starts: readonly number[],
  width: number,
  place: (row: number, column: number) => string,
): string[][] {
  try {
    return parse(bytes, { delimiter, record_delimiter: ["\r\n", "\n", "\r"], skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { records, column, record } = v.parse(Failure, error);
    const row = starts[records] ?? starts.at(-1) ?? 1;
    if (error.code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH" && record) {
      throw new CommandError(
        "ragged-row",
        `${place(row, Math.min(record.length, width))}: the row has ${record.length} cells, the header ${width}.`,
      );
    }
    throw new CommandError("broken-quotes", `${place(row, column)}: a quote is misplaced or not closed.`);
  }
}
