import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** Transfer sizes of files in bytes, each compressed separately, as a server does. */
export interface ByteSizes {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Total sizes: gzip at level 9 and brotli at level 11, as for files that are compressed once. */
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

/** Scripts of a folder that are not in `others`. */
export function scriptsBeside(folder: string, others: readonly (readonly string[])[]): string[] {
  const known = new Set(others.flat());
  return readdirSync(folder).filter((file) => file.endsWith(".js") && !known.has(file));
}
