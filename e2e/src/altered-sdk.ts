import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** Folder of the SDK's built static files. */
export const SDK_FOLDER = dirname(fileURLToPath(import.meta.resolve("@sedge/client-sdk/script/sedge.js")));

/**
 * A copy of the SDK's static files in which one is changed, for this test alone: a damaged download, a stranger platform,
 * or a product that breaks its promise. Returns the folder.
 */
export function alteredSdk(file: string, alter: (bytes: Buffer) => Buffer | string): string {
  const folder = mkdtempSync(join(tmpdir(), "sedge-sdk-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(SDK_FOLDER, folder, { recursive: true });
  const path = join(folder, file);
  writeFileSync(path, alter(readFileSync(path)));
  return folder;
}

/** Code that runs before everything else in a script. */
export function precededBy(code: string): (bytes: Buffer) => string {
  return (bytes) => `${code}\n${bytes.toString("utf8")}`;
}
