import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import * as v from "valibot";
import { CommandError } from "../../command-error.ts";
import { adapterOf } from "../adapters/adapters.ts";
import { columnUse } from "./column-use.ts";
import { decimalMarkIn } from "./decimal-survey.ts";
import { openRecords } from "./open-records.ts";
import { PushMapping } from "./push-mapping.ts";
import { recordReader } from "./record-reader.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-amounts-"));
  return () => rmSync(folder, { recursive: true });
});

/** The amounts of a file, or why one cannot be read. */
async function amounts(name: string, content: string, given: object = {}): Promise<unknown[]> {
  const [file, stated] = [join(folder, name), v.parse(PushMapping, { policyVersion: "1", ...given })];
  writeFileSync(file, content);
  const adapter = adapterOf("shop-till", undefined) ?? expect.fail();
  const source = await openRecords(file);
  const use = columnUse(file, source.columns, stated, adapter);
  const decimal = stated.decimal ?? (await decimalMarkIn(source, use.fields.get("amount") ?? []));
  const reader = recordReader(source.columns, use, { ...stated, decimal }, adapter, () => 2e9);
  const found: unknown[] = [];
  for await (const { cells, place, numbers } of source.rows(reader.columns)) {
    try {
      if (cells instanceof CommandError) throw cells;
      found.push(reader.read(cells, place, numbers).touch?.amount);
    } catch (error) {
      found.push(error instanceof CommandError ? error.message.replace(/^.*, column/, "column") : error);
    }
  }
  return found;
}

const till = (...cells: string[]) =>
  ["id;time;loyalty;consent;total", ...cells.map((cell, row) => `${row};2026-11-02;L-204${row};yes;${cell}`)].join(
    "\n",
  );

test("till cells with a currency and thousands", async () => {
  expect(await amounts("a.csv", till("1.299,00", "$1,299.00", "1299.000", "12,50", "€ 5", ""))).toEqual([
    1299,
    1299,
    1299,
    12.5,
    5,
    undefined,
  ]);
});

test("an ambiguous amount is rejected, unless the mapping or another row shows the mark", async () => {
  const why =
    'column "total": "1.299" has two readings; state "decimal": "point" or "decimal": "comma" in the mapping.';
  expect(await amounts("a.csv", till("1.299", "7"))).toEqual([why, 7]);
  expect(await amounts("a.csv", till("1.299", "12.50", "12,50"))).toEqual([why, 12.5, 12.5]);
  expect(await amounts("a.csv", till("1.299", "12,50"))).toEqual([1299, 12.5]);
  expect(await amounts("a.csv", till("1.299", "12.50"))).toEqual([1.299, 12.5]);
  expect(await amounts("a.csv", till("1.299"), { decimal: "comma" })).toEqual([1299]);
  expect(await amounts("a.csv", till("$1,299.00"), { decimal: "comma" })).toEqual([
    'column "total": "$1,299.00" is not a number with a decimal comma.',
  ]);
});

test("a number of NDJSON is a number, and a text there is a text", async () => {
  const line = (total: string) => `{"id":1,"time":"2026-11-02","account":7,"consent":"yes","total":${total}}`;
  expect(await amounts("a.ndjson", ["1.299", "45.0000", '"1.299"', "1e3"].map(line).join("\n"))).toEqual([
    1.299,
    45,
    expect.stringContaining("has two readings"),
    1000,
  ]);
});

test("what a spreadsheet puts before a number is no part of an identifier", async () => {
  const content = `id,time,phone,account,consent,total\n'1,2026-11-02,'+442079460101,"=""0042""",yes,'12`;
  const [file, mapping] = [join(folder, "a.csv"), v.parse(PushMapping, { policyVersion: "1" })];
  writeFileSync(file, content);
  const adapter = adapterOf("shop-till", undefined) ?? expect.fail();
  const source = await openRecords(file);
  const reader = recordReader(
    source.columns,
    columnUse(file, source.columns, mapping, adapter),
    mapping,
    adapter,
    () => 2e9,
  );
  for await (const { cells, place } of source.rows(reader.columns)) {
    expect(cells instanceof CommandError ? cells : reader.read(cells, place)).toMatchObject({
      id: "1",
      identifiers: { phone: "+442079460101", account: "0042" },
      touch: { amount: 12 },
    });
  }
});

test("a refund stated as a word is of the whole amount or of none; of a part, it needs an amount", async () => {
  const rows = ["full", "Refunded", "no", "true", "N/A", "partially refunded"].map(
    (word, row) => `${row};2026-11-02;L-204${row};yes;9;${word}`,
  );
  const content = ["id;time;loyalty;consent;total;refund amount", ...rows].join("\n");
  expect(await amounts("a.csv", content)).toEqual([
    undefined,
    undefined,
    9,
    undefined,
    9,
    'column "refund amount": "partially refunded" is not a number.',
  ]);
});
