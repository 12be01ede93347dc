import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** Folder of the SDK's built static files. */
export const SDK_FOLDER = dirname(fileURLToPath(import.meta.resolve("@sedge/client-sdk/script/sedge.js")));

/**
 * Copies the SDK's static files and changes one of them, for the current test: a damaged download, a limited platform,
 * or an SDK that breaks the promise. Returns the folder.
 */
export function alteredSdk(file: string, alter: (bytes: Buffer) => Buffer | string): string {
  const folder = mkdtempSync(join(tmpdir(), "sedge-sdk-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(SDK_FOLDER, folder, { recursive: true });
  const path = join(folder, file);
  writeFileSync(path, alter(readFileSync(path)));
  return folder;
}

/** Returns a change that runs code before everything else in a script. */
export function precededBy(code: string): (bytes: Buffer) => string {
  return (bytes) => `${code}\n${bytes.toString("utf8")}`;
}
