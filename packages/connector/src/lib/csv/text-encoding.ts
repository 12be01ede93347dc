import { isAscii, isUtf8 } from "node:buffer";

/** The encodings in which a table is read. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

const LF = 0x0a;

/** Bytes to look at for the zeros of UTF-16. */
const LOOKED_AT = 400;

/** The share of zeros among every second byte that makes a text UTF-16. Western text has nearly all, other scripts few. */
const ZERO_SHARE = 0.4;

/** UTF-16, by its byte order mark or by the zero bytes of its Latin letters; otherwise undefined. */
export function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const start = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0];
  start.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros.map((count) => count / (start.length / 2));
  if (odd > ZERO_SHARE && even === 0) return "utf-16le";
  return even > ZERO_SHARE && odd === 0 ? "utf-16be" : undefined;
}

/**
 * Distinguishes Windows-1252 from UTF-8 by all bytes of a file. Windows-1252 is a text without one valid UTF-8 letter beyond
 * ASCII, and without runs of high bytes, as Cyrillic or Greek code pages have them. A text of mixed encodings is taken
 * as UTF-8, so that its broken rows are reported.
 */
export class EncodingSurvey {
  #rest: Uint8Array = new Uint8Array();
  #hasUtf8 = false;
  #hasNul = false;
  #high = 0;
  #inRuns = 0;

  add(chunk: Uint8Array): void {
    const end = chunk.lastIndexOf(LF) + 1;
    if (end > 0) this.#block(Buffer.concat([this.#rest, chunk.subarray(0, end)]));
    this.#rest = Buffer.concat([end > 0 ? new Uint8Array() : this.#rest, chunk.subarray(end)]);
  }

  result(): "utf-8" | "windows-1252" {
    this.#block(this.#rest);
    const isWestern = this.#high > 0 && !this.#hasUtf8 && !this.#hasNul && this.#inRuns * 2 <= this.#high;
    return isWestern ? "windows-1252" : "utf-8";
  }

  #block(bytes: Uint8Array): void {
    if (isAscii(bytes)) return;
    if (isUtf8(bytes)) this.#hasUtf8 = true;
    else for (const line of linesOf(bytes)) this.#line(line);
  }

  #line(line: Uint8Array): void {
    if (isAscii(line)) return;
    if (isUtf8(line)) {
      this.#hasUtf8 = true;
      return;
    }
    line.forEach((byte, at) => {
      if (byte === 0) this.#hasNul = true;
      if (byte < 0x80) return;
      this.#high += 1;
      if ((line[at - 1] ?? 0) >= 0x80 || (line[at + 1] ?? 0) >= 0x80) this.#inRuns += 1;
    });
  }
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(LF, start);
    yield bytes.subarray(start, end < 0 ? bytes.length : end);
    start = end < 0 ? bytes.length : end + 1;
  }
}
