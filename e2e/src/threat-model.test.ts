import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MUTANTS } from "../../scripts/mutants/all.ts";

const root = join(import.meta.dirname, "..", "..");
const document = readFileSync(join(root, "docs", "threat-model.md"), "utf8");

/** The adversaries that the document must cover. */
const ADVERSARIES = [
  "A key thief",
  "One operator",
  "Both operators together",
  "A script of the page",
  "A hostile visitor",
  "A network watcher",
];

/** Rows of tables, without their heads. */
const rows = document.split("\n").filter((line) => /^\| (?!who |fault |---)/.test(line));
const namedIn = (row: string) =>
  [...row.matchAll(/`([\w./-]+\.test\.ts)` "([^"]+)"/g)].map(([, file = "", title = ""]) => ({ file, title }));
const named = rows.flatMap(namedIn);

test("covers each adversary, and names a test in each row", () => {
  for (const adversary of ADVERSARIES) {
    const section = document.split(`\n## ${adversary}\n`)[1]?.split("\n## ")[0] ?? "";
    expect(section.split("\n").filter((line) => rows.includes(line)).length, adversary).toBeGreaterThan(0);
  }
  for (const row of rows) expect(row).toMatch(/`[\w./-]+\.test\.ts` "[^"]+" ?(?:;.*)?\|$/);
});

test("lists each of the 22 faults that the audit found, once and in order", () => {
  const section = document.split("\n## Faults that an audit found\n")[1]?.split("\n## ")[0] ?? "";
  const numbers = section.split("\n").flatMap((line) => /^\| (\d+) \|/.exec(line)?.[1] ?? []);
  expect(numbers).toEqual(Array.from({ length: 22 }, (_, index) => String(index + 1)));
});

test("names in each row a test file that a mutant must make fail", () => {
  const killing = new Set(MUTANTS.flatMap(({ killedBy, survives }) => (survives === undefined ? killedBy : [])));
  expect(rows.filter((row) => !namedIn(row).some(({ file }) => killing.has(file)))).toEqual([]);
});

test.each(named)("$file has the test $title", ({ file, title }) => {
  const path = join(root, file);
  expect(existsSync(path)).toBe(true);
  const source = readFileSync(path, "utf8");
  const titles = [...source.matchAll(/\b(?:test|it)(?:\.each\([^)]*\))?\(\s*"((?:[^"\\]|\\.)*)"/g)].map(
    ([, one]) => one,
  );
  expect(titles).toContain(title);
});
