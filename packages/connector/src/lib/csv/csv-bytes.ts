import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { CommandError } from "../command-error.ts";

/** Largest CSV file, in bytes. The parser keeps the whole file in memory several times. */
export const MAX_FILE_BYTES = 268_435_456;

/**
 * Largest row, in bytes. A chat message or record has a few thousand; a megabyte means that quotes or line ends are
 * missing.
 */
export const MAX_ROW_BYTES = 1_048_576;

/** Most columns of a table. */
export const MAX_COLUMNS = 4_096;

const LF = 0x0a;

/**
 * The size of an input file, in bytes. Throws CommandError `missing-file`, `unreadable-file`, `empty-file`, or
 * `file-too-large` for more than `maxBytes`.
 */
export function sizeOfInput(file: string, maxBytes = Infinity): number {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) throw new CommandError("missing-file", `there is no file ${file}.`);
  if (!stat.isFile()) throw new CommandError("unreadable-file", `${file} is not a file.`);
  if (stat.size > maxBytes) {
    throw new CommandError(
      "file-too-large",
      `${file} has ${mebibytes(stat.size)} MiB, of ${mebibytes(maxBytes)} at most.`,
    );
  }
  if (stat.size === 0) throw new CommandError("empty-file", `${file} is empty.`);
  return stat.size;
}

const mebibytes = (bytes: number) => Math.ceil(bytes / 1_048_576);

/** The error for a compressed file with more than `maxBytes` of content. */
export function tooLargeUnpacked(file: string, maxBytes: number): CommandError {
  return new CommandError("file-too-large", `${file} is larger than ${mebibytes(maxBytes)} MiB when decompressed.`);
}

/** The bytes of an input file. Throws CommandError as `sizeOfInput` does, for more than MAX_FILE_BYTES. */
export function readCsvBytes(file: string): Uint8Array {
  sizeOfInput(file, MAX_FILE_BYTES);
  try {
    return readFileSync(file);
  } catch {
    throw new CommandError("unreadable-file", `${file} cannot be read.`);
  }
}

/** Offset of the first byte that is invalid in UTF-8 text, or NUL. Undefined for valid text. */
export function brokenByte(bytes: Uint8Array): number | undefined {
  const nul = bytes.indexOf(0);
  const invalid = isUtf8(bytes) ? -1 : invalidByte(bytes);
  const found = [nul, invalid].filter((offset) => offset >= 0);
  return found.length > 0 ? Math.min(...found) : undefined;
}

function invalidByte(bytes: Uint8Array): number {
  // A line feed is never part of a longer character, so lines can be checked one by one.
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(LF, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (!isUtf8(line)) return start + invalidInLine(line);
    if (end < 0) return -1;
    start = end + 1;
  }
}

function invalidInLine(line: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let offset = 0; offset < line.length; offset += 1) {
    try {
      decoder.decode(line.subarray(offset, offset + 1), { stream: true });
    } catch {
      return soundPrefix(line, offset);
    }
  }
  return soundPrefix(line, line.length);
}

/** The decoder stops up to three bytes after the start of the broken character. */
function soundPrefix(line: Uint8Array, stop: number): number {
  return [0, 1, 2, 3].map((back) => stop - back).find((end) => isUtf8(line.subarray(0, end))) ?? stop;
}
