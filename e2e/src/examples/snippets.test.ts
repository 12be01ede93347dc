import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** A link to a file of an example, and the code below it. */
const SNIPPET = /\]\(\.\.\/(examples\/apps\/[^)]+)\):\n\n```\w+\n(.*?)\n```/gs;
const snippets = [...read("docs/frameworks.md").matchAll(SNIPPET)].map(([, file = "", code = ""]) => ({ file, code }));

test("docs/frameworks.md shows the code of each kind of tool", () => {
  expect(snippets.length).toBeGreaterThan(7);
});

test.each(snippets)("docs/frameworks.md shows $file as it is", ({ file, code }) => {
  expect(`${code}\n`).toBe(read(file));
});
