import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** What files weigh on the wire, in bytes, each compressed by itself as a server does. */
export interface ByteSizes {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Sum over contents. gzip at level 9, brotli at its best (11), as for files compressed once and served often. */
export function byteSizes(contents: readonly Uint8Array[]): ByteSizes {
  const sum = (size: (content: Uint8Array) => number) => contents.reduce((total, content) => total + size(content), 0);
  return {
    raw: sum((content) => content.length),
    gzip: sum((content) => gzipSync(content, { level: 9 }).length),
    brotli: sum((content) => brotliCompressSync(content).length),
  };
}

export function fileSizes(folder: string, files: readonly string[]): ByteSizes {
  return byteSizes(files.map((file) => readFileSync(join(folder, file))));
}

/** Scripts of a folder that are in none of `others`. */
export function scriptsBeside(folder: string, others: readonly (readonly string[])[]): string[] {
  const known = new Set(others.flat());
  return readdirSync(folder).filter((file) => file.endsWith(".js") && !known.has(file));
}
