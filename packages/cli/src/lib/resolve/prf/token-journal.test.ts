import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { TermSource } from "./term-source.ts";
import { TOKEN_BYTES } from "./term-table.ts";
import { termTokens } from "./term-tokens.ts";
import { TokenJournal } from "./token-journal.ts";

let file = "";
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "sedge-journal-"));
  file = join(folder, "out.csv.tokens");
  return () => rmSync(folder, { recursive: true });
});

const scope = { endpoint: "https://edge.example", site: "demo", epoch: 1, secret: new Uint8Array(32).fill(7) };
const terms = Array.from({ length: 40 }, (_, at) => `name:${at}`);

/** A source that gives each term its number as a token, and fails after so many terms. */
function source(failsAfter = Number.POSITIVE_INFINITY) {
  const asked: string[] = [];
  const numbered: TermSource = {
    maxTerms: 8,
    tokensOf: async (part) => {
      if (asked.length >= failsAfter) throw new Error("the network is gone");
      asked.push(...part);
      return Buffer.concat(part.map((term) => Buffer.from(term.slice(5).padStart(TOKEN_BYTES, "0"))));
    },
  };
  return { asked, numbered };
}

test("an interrupted run goes on with the terms that have no token yet", async () => {
  const first = source(16);
  await expect(termTokens(terms, new TokenJournal(file, scope).over(first.numbered))).rejects.toThrow("gone");
  expect(first.asked).toHaveLength(16);
  // The end of an entry that was not written in full.
  appendFileSync(file, Buffer.alloc(9));
  expect(readFileSync(file, "latin1")).not.toContain("name:");

  const journal = new TokenJournal(file, scope);
  expect(journal.size).toBe(16);
  const second = source();
  const table = await termTokens(terms, journal.over(second.numbered));
  expect(second.asked).toHaveLength(24);
  expect(terms.map((term) => Number(Buffer.from(table.tokenOf(term), "base64url").toString()))).toEqual([
    ...terms.keys(),
  ]);
  expect(new TokenJournal(file, scope).size).toBe(40);
});

test.each([
  ["epoch", { ...scope, epoch: 2 }],
  ["site", { ...scope, site: "other" }],
  ["key", { ...scope, secret: new Uint8Array(32).fill(8) }],
])("a journal of another %s is begun again", async (_, other) => {
  await termTokens(terms, new TokenJournal(file, scope).over(source().numbered));
  expect(new TokenJournal(file, other).size).toBe(0);
});
