import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { workbook } from "../../../../test/workbook.ts";
import { CommandError } from "../../command-error.ts";
import { openRecords } from "./open-records.ts";
import { readPushMapping } from "./push-mapping.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-open-"));
  return () => rmSync(folder, { recursive: true });
});

const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

/** The first column of a file. */
async function ids(file: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { cells } of (await openRecords(file)).rows([0])) {
    if (cells instanceof CommandError) throw cells;
    found.push(cells[0] ?? "");
  }
  return found;
}

const AS_JSON = '[{"id":"1"},{"id":"2"}]';
const AS_NDJSON = '{"id":"1"}\n{"id":"2"}\n';
const AS_CSV = "id,n\n1,a\n2,b\n";
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");

test.each([
  ["a.csv.gz", gzipSync(AS_JSON), "JSON"],
  ["a.csv.gz", gzipSync(AS_NDJSON), "JSON"],
  ["a.csv.gz", gzipSync(utf16(AS_NDJSON)), "JSON"],
  ["a.csv", AS_NDJSON, "JSON"],
  ["a.xlsx", AS_JSON, "JSON"],
  ["a.json", AS_CSV, "CSV"],
  ["a.ndjson", AS_CSV, "CSV"],
  ["a.json.gz", gzipSync(AS_CSV), "CSV"],
  ["a.jsonl", utf16(AS_CSV), "CSV"],
  ["a.xlsx", AS_CSV, "CSV"],
  ["a.csv", gzipSync(AS_CSV), undefined],
  ["a.json", gzipSync(AS_NDJSON), undefined],
  ["a.ndjson.gz", gzipSync(AS_JSON), undefined],
])("reads %s by its content: %#", async (name, content, format) => {
  const file = write(name, content);
  expect(await ids(file)).toEqual(["1", "2"]);
  const { notes: all = [] } = await openRecords(file);
  const notes = all.filter((note) => note.includes("by its content"));
  expect(notes).toEqual(format === undefined ? [] : [`${file} is read as ${format}, which it is by its content.`]);
});

test("says what is packed in a gzip file that is no text", async () => {
  const packed = gzipSync(workbook([["id"], ["1"]]));
  await expect(ids(write("a.csv.gz", packed))).rejects.toThrow(
    "contains an Excel workbook packed with gzip; unpack it",
  );
  await expect(ids(write("a.csv.gz", gzipSync(gzipSync(AS_CSV))))).rejects.toThrow("contains another gzip file");
});

test.each([
  ["consent", { consent: { yes: ["Ja"], no: ["JA"] } }],
  ["consent", { consent: { no: ["raus"], withdrawn: ["Raus"] } }],
  ["words.resolved", { words: { resolved: { yes: ["ok"], no: ["OK"] } } }],
  ["turns", { turns: { visitor: ["A"], site: ["a"] } }],
])("refuses a mapping with a word in two lists of %s", (path, mapping) =>
  expect(() => readPushMapping(write("map.json", JSON.stringify(mapping)))).toThrow(`"${path}": `),
);
