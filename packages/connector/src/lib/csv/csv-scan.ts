const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Position of a byte in a CSV file. */
export interface CsvPosition {
  /** Line on which the row starts, from 1. */
  readonly row: number;
  /** Index of the cell in the row, from 0. */
  readonly column: number;
}

/** Result of a scan over a CSV file's bytes. */
export interface CsvScan {
  /** Line on which each row starts, header included; empty lines are not rows. */
  readonly starts: readonly number[];
  /** Set if the scan ended early. */
  readonly stopped?: CsvPosition & { readonly why: "reached" | "too-long" };
}

/**
 * Scans the bytes of a CSV file (RFC 4180 quoting; LF, CRLF or CR ends a row) and returns the line on which each row
 * starts. It does not parse, so it can locate a row that a parser cannot read, or must not because of its size. Ends
 * early at the byte `stopAt`, or where a row has more than `maxRowBytes`.
 */
export function scanCsv(
  bytes: Uint8Array,
  delimiter: number,
  { stopAt = Infinity, maxRowBytes = Infinity }: { readonly stopAt?: number; readonly maxRowBytes?: number } = {},
): CsvScan {
  const starts: number[] = [];
  let [line, row, rowOffset, column, cellOffset] = [1, 1, 0, 0, 0];
  let isQuoted = false;
  for (let offset = 0; offset < bytes.length; offset += 1) {
    if (offset === stopAt) return { starts, stopped: { row, column, why: "reached" } };
    if (offset - rowOffset > maxRowBytes) return { starts, stopped: { row, column, why: "too-long" } };
    const byte = bytes[offset];
    const isLineEnd = byte === LF || (byte === CR && bytes[offset + 1] !== LF);
    if (isLineEnd) line += 1;
    if (isQuoted) {
      if (byte !== QUOTE) continue;
      if (bytes[offset + 1] === QUOTE) offset += 1;
      else isQuoted = false;
    } else if (byte === QUOTE && offset === cellOffset) isQuoted = true;
    else if (byte === delimiter) [column, cellOffset] = [column + 1, offset + 1];
    else if (isLineEnd) {
      const content = bytes[offset - 1] === CR && byte === LF ? offset - 1 : offset;
      if (content > rowOffset) starts.push(row);
      [row, rowOffset, column, cellOffset] = [line, offset + 1, 0, offset + 1];
    }
  }
  if (rowOffset < bytes.length) starts.push(row);
  return { starts };
}
