import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { CommandError } from "../command-error.ts";
import type { SourceRow } from "./row-source.ts";
import { csvStream } from "./csv-stream.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-csv-stream-"));
  return () => rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function rowsOf(rows: AsyncIterable<SourceRow>) {
  const read = [];
  for await (const { number, place, cells } of rows) {
    read.push({ number, place, cells: cells instanceof CommandError ? cells.message : cells });
  }
  return read;
}

/** Rows of all kinds, three times as long as one chunk, and what a reader makes of each, `FILE` for the file. */
function longCsv() {
  const lines = ["\uFEFFid,text,amount"];
  const expected = [];
  let line = 2;
  for (let n = 0; n < 30_000; n += 1) {
    const isQuoted = n % 7 === 0;
    const text = isQuoted ? `a "quoted" text,\r\nof two lines ${"x".repeat(n % 300)}` : `plain ${"y".repeat(n % 150)}`;
    const place = `FILE, line ${line}`;
    const common = { number: n + 1, place };
    if (n % 5_000 === 3) {
      lines.push(`r${n},too few`);
      const why = "the row has 2 cells, the header 3.";
      expected.push({ ...common, cells: `ragged-row: ${place}, column "amount": ${why}` });
    } else if (n % 9_000 === 5) {
      lines.push(`r${n},"never "closed,1`);
      const why = 'text follows the quote that closes the cell; write "" for a quote inside it.';
      expected.push({ ...common, cells: `broken-quotes: ${place}, column "text": ${why}` });
    } else {
      lines.push(`r${n},${isQuoted ? `"${text.replaceAll('"', '""')}"` : text},${n}`);
      expected.push({ ...common, cells: [`r${n}`, text.trim(), String(n)] });
      if (isQuoted) line += 1;
    }
    line += 1;
  }
  return { text: lines.join("\r\n"), expected };
}

test.each(["long.csv", "long.csv.gz"])("%s: yields every row or its fault, with its line", async (name) => {
  const { text, expected } = longCsv();
  const path = file(name, name.endsWith("gz") ? gzipSync(text) : text);
  const { columns, rows } = await csvStream(path);
  expect(columns).toEqual(["id", "text", "amount"]);
  const read = await rowsOf(rows([0, 1, 2]));
  const named = (message: string) => message.replaceAll(path, "FILE");
  expect(
    read.map(({ number, place, cells }) => ({
      number,
      place: named(place),
      cells: typeof cells === "string" ? named(cells) : cells,
    })),
  ).toEqual(expected);
});

test("rejects a file above its bound, compressed or not, with its size", async () => {
  const bound = 2_097_152;
  const rows = (bytes: number) => `id\n${`${"1".repeat(999)}\n`.repeat(Math.ceil(bytes / 1_000))}`;
  await expect(csvStream(file("large.csv", rows(bound)), bound)).rejects.toThrow(
    /^file-too-large: .*large\.csv has 3 MiB, of 2 at most\.$/,
  );
  await expect(csvStream(file("packed.csv.gz", gzipSync(rows(bound))), bound)).rejects.toThrow(
    /^file-too-large: .*packed\.csv\.gz is larger than 2 MiB when decompressed\.$/,
  );
  expect(await rowsOf((await csvStream(file("small.csv", rows(bound - 2_000)), bound)).rows([0]))).toHaveLength(2_096);
});

test("an unclosed quote affects only its own line, whatever the length of the file", async () => {
  const path = file("open.csv", `id,text\n1,"open\n${"2,fine\n".repeat(200_000)}`);
  const rows = await rowsOf((await csvStream(path)).rows([0]));
  expect(rows[0]?.cells).toMatch(/^broken-quotes: .*open\.csv, line 2, column "text"/);
  expect(rows).toHaveLength(200_001);
});

test("rejects a file without rows, a header alone, and an invalid archive", async () => {
  await expect(csvStream(file("empty.csv", ""))).rejects.toThrow("empty-file");
  await expect(csvStream(join(folder, "nowhere.csv"))).rejects.toThrow("missing-file");
  await expect(csvStream(file("torn.csv.gz", gzipSync("id\n1\n".repeat(9_999)).subarray(0, 20)))).rejects.toThrow(
    "broken-file",
  );
  const header = await csvStream(file("header.csv", "id,text\n"));
  await expect(rowsOf(header.rows([0]))).rejects.toThrow("empty-file");
});
