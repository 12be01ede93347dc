import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";

/** A file and its media type. */
export interface StaticFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".bin": "application/octet-stream",
  ".map": "application/json",
};

/**
 * Reads `path` (from a URL, still percent-encoded) in `folder`. Returns undefined if the file does not exist, has an unknown
 * type, or is outside the folder, also through a symbolic link.
 */
export async function staticFile(folder: string, path: string): Promise<StaticFile | undefined> {
  try {
    const name = decodeURIComponent(path);
    const type = TYPES[extname(name)];
    if (type === undefined || name.includes("\0")) return undefined;
    const root = await realpath(folder);
    const file = await realpath(join(root, name));
    if (!file.startsWith(root + sep)) return undefined;
    return { type, bytes: await readFile(file) };
  } catch {
    // Malformed escapes get the same answer as missing files.
    return undefined;
  }
}
