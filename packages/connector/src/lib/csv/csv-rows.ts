import { brokenByte, MAX_ROW_BYTES } from "./csv-bytes.ts";

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Why a row cannot be parsed. `text-after-quote`: a cell goes on after the quote that closes it. */
export type CsvRowFault = "broken-encoding" | "open-quote" | "text-after-quote" | "too-long";

/** A row of a CSV file, or its fault. */
export interface CsvRow {
  /** Line on which it starts, from 1. */
  readonly line: number;
  /** Offset after the row and its line end. */
  readonly end: number;
  /** The cells read before the fault. */
  readonly cells: readonly string[];
  /** Index of the cell that cannot be read, from 0. */
  readonly fault?: { readonly code: CsvRowFault; readonly column: number };
}

interface Span {
  /** Offset of the line end, or of the end of the file. */
  readonly stop: number;
  readonly cells: readonly string[];
  readonly broken?: "open-quote" | "text-after-quote";
}

/**
 * Reads a CSV file row by row (RFC 4180 quoting; LF, CRLF or CR ends a row; empty lines are skipped). A quote inside a
 * cell that does not start with one is a character like any other. A broken row does not affect others: after a broken
 * quote, reading resumes at the next line.
 */
export function* csvRows(content: Uint8Array, delimiter: string): Generator<CsvRow> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const [nextLf, nextCr, nextQuote] = [finder(bytes, LF), finder(bytes, CR), finder(bytes, QUOTE)];
  const lineEnd = (from: number) => Math.min(nextLf(from), nextCr(from));
  let [start, line] = [0, 1];
  while (start < bytes.length) {
    const plainStop = lineEnd(start);
    const isPlain = nextQuote(start) >= plainStop;
    const span: Span = isPlain ? { stop: plainStop, cells: [] } : quotedSpan(bytes, start, delimiter);
    const stop = span.broken || span.stop - start > MAX_ROW_BYTES ? plainStop : span.stop;
    const end = stop + (bytes[stop] === CR && bytes[stop + 1] === LF ? 2 : 1);
    const raw = bytes.subarray(start, stop);
    const common = { line, end: Math.min(end, bytes.length) };
    const broken = brokenByte(raw);
    const columnAt = (offset: number) => raw.subarray(0, offset).toString().split(delimiter).length - 1;
    if (span.stop - start > MAX_ROW_BYTES) {
      yield { ...common, cells: [], fault: { code: "too-long", column: columnAt(MAX_ROW_BYTES) } };
    } else if (broken !== undefined) {
      yield { ...common, cells: [], fault: { code: "broken-encoding", column: columnAt(broken) } };
    } else if (span.broken) {
      yield { ...common, cells: span.cells, fault: { code: span.broken, column: span.cells.length } };
    } else if (stop > start) {
      yield { ...common, cells: isPlain ? raw.toString().split(delimiter) : span.cells };
    }
    for (let at = start; at < end; at = lineEnd(at) + 1) if (!(bytes[at - 1] === CR && bytes[at] === LF)) line += 1;
    start = end;
  }
}

/** Offset of the next such byte, or the length if there is none. Offsets must not decrease. */
function finder(bytes: Buffer, byte: number): (from: number) => number {
  let known = -1;
  return (from) => {
    if (known < from) {
      const found = bytes.indexOf(byte, from);
      known = found < 0 ? bytes.length : found;
    }
    return known;
  };
}

/** Cells of a row that contains quotes. */
function quotedSpan(bytes: Buffer, start: number, delimiter: string): Span {
  const mark = delimiter.charCodeAt(0);
  const cells: string[] = [];
  const isEnd = (offset: number) => offset >= bytes.length || bytes[offset] === LF || bytes[offset] === CR;
  for (let at = start; ; at += 1) {
    let stop = at;
    if (bytes[at] === QUOTE) {
      stop = closingQuote(bytes, at) + 1;
      if (stop === 0) return { stop: at, cells, broken: "open-quote" };
      if (!(isEnd(stop) || bytes[stop] === mark)) return { stop: at, cells, broken: "text-after-quote" };
      cells.push(bytes.toString("utf8", at + 1, stop - 1).replaceAll('""', '"'));
    } else {
      while (!isEnd(stop) && bytes[stop] !== mark) stop += 1;
      cells.push(bytes.toString("utf8", at, stop));
    }
    if (isEnd(stop)) return { stop: Math.min(stop, bytes.length), cells };
    at = stop;
  }
}

/** Offset of the quote that closes the one at `open`, or -1. */
function closingQuote(bytes: Buffer, open: number): number {
  for (let at = open + 1; ; at += 2) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0 || bytes[at + 1] !== QUOTE) return at;
  }
}
