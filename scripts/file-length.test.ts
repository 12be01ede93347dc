import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
/** A longer file contains two subjects: split it by subject. */
const MAX_LINES = 300;

test("no tracked file of code has more than 300 lines", () => {
  const files = execFileSync("git", ["ls-files", "-z", "*.ts", "*.mts", "*.mjs", "*.cjs"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(root, path)));
  expect(files.length).toBeGreaterThan(500);
  const linesOf = (path: string) => readFileSync(join(root, path), "utf8").trimEnd().split("\n").length;
  expect(files.filter((path) => linesOf(path) > MAX_LINES)).toEqual([]);
});
