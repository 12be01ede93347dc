import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { existingChromium, headlessShellBeside } from "./find-chromium.ts";

const folder = mkdtempSync(join(tmpdir(), "sedge-chromium-"));
function program(name: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, 0o755);
  return path;
}

test("uses CHROMIUM_PATH first, then the PATH, then Playwright's newest revision", () => {
  const cache = join(folder, "cache");
  const older = program("cache/chromium-999/chrome-linux/chrome");
  const newer = program("cache/chromium-1200/chrome-linux64/chrome");
  const chosen = program("chosen");
  const onPath = program("bin/google-chrome");
  const env = { PATH: join(folder, "bin"), PLAYWRIGHT_BROWSERS_PATH: cache, CHROMIUM_PATH: chosen };
  expect(existingChromium(env)).toBe(chosen);
  expect(existingChromium({ ...env, CHROMIUM_PATH: "" })).toBe(onPath);
  expect(existingChromium({ PATH: "", PLAYWRIGHT_BROWSERS_PATH: cache })).toBe(newer);
  chmodSync(newer, 0o644);
  expect(existingChromium({ PATH: "", PLAYWRIGHT_BROWSERS_PATH: cache })).toBe(older);
  expect(existingChromium({ PATH: "", PLAYWRIGHT_BROWSERS_PATH: join(folder, "none") })).toBeUndefined();
});

test("throws if CHROMIUM_PATH does not exist", () => {
  expect(() => existingChromium({ CHROMIUM_PATH: join(folder, "gone") })).toThrow("CHROMIUM_PATH is");
});

test("finds the headless shell only in the folder of the Chromium", () => {
  const chromium = program("debian/chromium");
  expect(headlessShellBeside(chromium)).toBeUndefined();
  const shell = program("debian/chromium-headless-shell");
  expect(headlessShellBeside(chromium)).toBe(shell);
  expect(headlessShellBeside(join(folder, "bin/google-chrome"))).toBeUndefined();
});
