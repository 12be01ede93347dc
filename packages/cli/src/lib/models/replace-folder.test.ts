import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFolder } from "./replace-folder.ts";
import { stagingName } from "@sedge/connector/files";

let place = "";
beforeEach(() => (place = mkdtempSync(join(tmpdir(), "sedge-folder-"))));
afterEach(() => rmSync(place, { recursive: true }));

/** A process ID that no process has: Linux has none above 4,194,304. */
const NOBODY = 9_999_999;

test("creates a folder with its parents, and exactly these files", () => {
  const folder = join(place, "a", "b", "model");
  replaceFolder(folder, { "one.txt": "1", "two.bin": new Uint8Array([2]) });
  expect(readdirSync(folder).toSorted()).toEqual(["one.txt", "two.bin"]);
  expect(readdirSync(join(place, "a", "b"))).toEqual(["model"]);
});

test("replaces an existing folder as a whole", () => {
  const folder = join(place, "model");
  replaceFolder(folder, { "one.txt": "1", "two.txt": "2" });
  replaceFolder(folder, { "one.txt": "new" });
  expect(readdirSync(folder)).toEqual(["one.txt"]);
  expect(readFileSync(join(folder, "one.txt"), "utf8")).toBe("new");
  expect(readdirSync(place)).toEqual(["model"]);
});

test("a failed write leaves the existing folder unchanged, and nothing beside it", () => {
  const folder = join(place, "model");
  replaceFolder(folder, { "one.txt": "1" });
  expect(() => replaceFolder(folder, { "one.txt": "2", "no/such/place": "3" })).toThrow(/^unwritable: .*ENOENT/);
  expect(readFileSync(join(folder, "one.txt"), "utf8")).toBe("1");
  expect(readdirSync(place)).toEqual(["model"]);
});

test("fails below a file", () => {
  writeFileSync(join(place, "file"), "");
  expect(() => replaceFolder(join(place, "file", "model"), { "one.txt": "1" })).toThrow(/^unwritable: /);
});

test("removes what a killed process left, after restoring what it had moved away", () => {
  const folder = join(place, "model");
  mkdirSync(stagingName(folder, "new", NOBODY));
  mkdirSync(stagingName(folder, "old", NOBODY));
  writeFileSync(join(stagingName(folder, "old", NOBODY), "one.txt"), "old");
  expect(() => replaceFolder(folder, { "no/such/place": "" })).toThrow(/^unwritable/);
  expect(readFileSync(join(folder, "one.txt"), "utf8")).toBe("old");
  expect(readdirSync(place)).toEqual(["model"]);
});

test("leaves another process's work and other names alone", () => {
  const folder = join(place, "model");
  const [others, namesake] = [stagingName(folder, "new", process.ppid), stagingName(join(place, "m"), "new", NOBODY)];
  mkdirSync(others);
  mkdirSync(namesake);
  replaceFolder(folder, { "one.txt": "1" });
  expect([existsSync(others), existsSync(namesake)]).toEqual([true, true]);
});
