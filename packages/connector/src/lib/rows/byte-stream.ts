import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { CommandError } from "../command-error.ts";
import { sizeOfInput, tooLargeUnpacked } from "../csv/csv-bytes.ts";
import { FORMAT_BYTES } from "../csv/file-format.ts";

/** Bytes read in one call. */
const CHUNK_BYTES = 1_048_576;

/** A chunk of a file, with the share of the file read so far, 0 to 1. */
export interface FileChunk {
  readonly bytes: Buffer;
  readonly share: number;
}

/**
 * The first bytes of a file. Throws CommandError `missing-file`, `unreadable-file`, `empty-file`, or `file-too-large` for
 * more than `maxBytes`.
 */
export function startOfFile(file: string, maxBytes = Infinity): Uint8Array {
  const start = new Uint8Array(Math.min(FORMAT_BYTES, sizeOfInput(file, maxBytes)));
  try {
    const opened = openSync(file, "r");
    try {
      readSync(opened, start);
    } finally {
      closeSync(opened);
    }
  } catch {
    throw new CommandError("unreadable-file", `${file} cannot be read.`);
  }
  return start;
}

/**
 * The first bytes of a file's content, decompressed if it is packed with gzip.
 *
 * @throws CommandError as `fileChunks` does.
 */
export async function startOfContent(
  file: string,
  maxBytes = Infinity,
): Promise<{ readonly start: Uint8Array; readonly isPacked: boolean }> {
  const start = startOfFile(file, maxBytes);
  const isPacked = start[0] === 0x1f && start[1] === 0x8b;
  if (!isPacked) return { start, isPacked };
  for await (const { bytes } of fileChunks(file)) return { start: bytes.subarray(0, FORMAT_BYTES), isPacked };
  throw new CommandError("empty-file", `${file} is empty.`);
}

/**
 * Reads a file in chunks, with constant memory. Decompresses gzip, which it recognises by its first bytes or by a name
 * that ends in `.gz`.
 *
 * @param maxBytes - Most bytes of the file, and of its content when decompressed.
 * @throws CommandError `missing-file`, `unreadable-file`, `empty-file`, `file-too-large`, or `broken-file` if it cannot
 * be decompressed.
 */
export async function* fileChunks(file: string, maxBytes = Infinity): AsyncGenerator<FileChunk> {
  const size = sizeOfInput(file, maxBytes);
  const [first, second] = startOfFile(file, maxBytes);
  const isPacked = (first === 0x1f && second === 0x8b) || /\.gz$/i.test(file);
  const raw = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const unpacked = isPacked ? createGunzip({ chunkSize: CHUNK_BYTES }) : undefined;
  raw.on("error", (error) => unpacked?.destroy(error));
  const bytes = unpacked ? raw.pipe(unpacked) : raw;
  let read = 0;
  try {
    for await (const chunk of bytes) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError("a file's chunks are bytes");
      read += chunk.length;
      if (read > maxBytes) throw tooLargeUnpacked(file, maxBytes);
      yield { bytes: chunk, share: Math.min(1, raw.bytesRead / size) };
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const isSystems = error instanceof Error && "syscall" in error;
    if (isSystems) throw new CommandError("unreadable-file", `${file} cannot be read.`);
    if (isPacked) throw new CommandError("broken-file", `${file} cannot be decompressed.`);
    throw error;
  } finally {
    raw.destroy();
  }
}
