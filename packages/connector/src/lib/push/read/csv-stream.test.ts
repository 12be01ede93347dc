import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { CommandError } from "../../command-error.ts";
import { csvSource } from "../../rows/csv-source.ts";
import type { SourceRow } from "../../rows/row-source.ts";
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

/** Rows of all kinds, three times as long as one chunk. */
function longCsv(): string {
  const lines = ["\uFEFFid,text,amount"];
  for (let n = 0; n < 30_000; n += 1) {
    const text =
      n % 7 === 0 ? `"a ""quoted"" text,\r\nof two lines ${"x".repeat(n % 300)}"` : `plain ${"y".repeat(n % 150)}`;
    lines.push(n % 5_000 === 3 ? `r${n},too few` : n % 9_000 === 5 ? `r${n},"never "closed,1` : `r${n},${text},${n}`);
  }
  return lines.join("\r\n");
}

test.each(["long.csv", "long.csv.gz"])(
  "%s: yields the same rows, lines and faults as the in-memory reader",
  async (name) => {
    const text = longCsv();
    const path = file(name, name.endsWith("gz") ? gzipSync(text) : text);
    const [streamed, whole] = [await csvStream(path), await csvSource(path)];
    expect(streamed.columns).toEqual(["id", "text", "amount"]);
    const rows = await rowsOf(streamed.rows([0, 1, 2]));
    expect(rows).toHaveLength(30_000);
    expect(rows).toEqual(await rowsOf(whole.rows([0, 1, 2])));
  },
);

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
