import { CommandError } from "../command-error.ts";
import { foreignEncoding, MAX_COLUMNS, MAX_ROW_BYTES } from "./csv-bytes.ts";

const DELIMITERS = [",", ";", "\t"] as const;

/** A CSV file before its rows are parsed. */
export interface CsvHead {
  /** The file without its byte order mark. */
  readonly bytes: Uint8Array;
  /** The first line that is not empty, split without a full parser. */
  readonly header: string;
  /** The first of comma, semicolon and tab that occurs in the header. */
  readonly delimiter: (typeof DELIMITERS)[number];
}

/** Reads the start of a CSV file. Throws CommandError `broken-encoding` for UTF-16, `empty-file` without a header. */
export function csvHead(file: string, content: Uint8Array): CsvHead {
  const bytes = withoutMark(content);
  const encoding = foreignEncoding(bytes);
  if (encoding) {
    throw new CommandError("broken-encoding", `${file}, row 1, column 1, starts as ${encoding}; save it as UTF-8.`);
  }
  const header = headerOf(bytes);
  if (header === "") throw new CommandError("empty-file", `${file} has no header.`);
  return { bytes, header, delimiter: DELIMITERS.find((mark) => header.includes(mark)) ?? "," };
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function headerOf(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, MAX_ROW_BYTES));
  return start.split(/[\r\n]+/).find((line) => line !== "") ?? "";
}

/** Column names of a header, split without a full parser. */
export function splitHeader(header: string, delimiter: string): string[] {
  return header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
}

/**
 * Checks a header. Throws CommandError `too-long` for too many columns, `duplicate-column` for a repeated or missing
 * name.
 */
export function checkColumns(file: string, columns: readonly string[]): void {
  if (columns.length > MAX_COLUMNS) {
    throw new CommandError("too-long", `${file}, row 1: ${columns.length} columns; the limit is ${MAX_COLUMNS}.`);
  }
  columns.forEach((name, index) => {
    if (name === "") {
      throw new CommandError("duplicate-column", `${file}, row 1, column ${index + 1}: the column has no name.`);
    }
    const first = columns.indexOf(name);
    if (first < index) {
      throw new CommandError(
        "duplicate-column",
        `${file}, row 1, column "${name}": columns ${first + 1} and ${index + 1} have the same name.`,
      );
    }
  });
}
