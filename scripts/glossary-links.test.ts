import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { firstMentions } from "./first-mentions.ts";

const root = join(import.meta.dirname, "..");
/** What a stranger reads. Decisions are dated records, and the glossary links to itself. */
const documents = globSync(["*.md", "docs/*.md", "packages/*/README.md", "benchmarks/README.md"], { cwd: root })
  .filter((path) => !["CHANGELOG.md", "docs/glossary.md", "docs/errors.md"].includes(path))
  .sort();

test("finds the first mention of a term in prose, and whether it is a link", () => {
  const text =
    "# Codebook\n\n```\ncodeword\n```\n`a ballot` | the [vote](x.md)s two ballots, [codewords](a/glossary.md#codeword)";
  expect(firstMentions(text).map(({ mention, isLinked }) => [mention, isLinked])).toEqual([
    ["codewords", true],
    ["ballots", false],
  ]);
});

test.each(documents)("%s links a term to the glossary where it first appears", (path) => {
  const mentions = firstMentions(readFileSync(join(root, path), "utf8"));
  expect(mentions.filter(({ isLinked }) => !isLinked).map(({ mention }) => mention)).toEqual([]);
});
