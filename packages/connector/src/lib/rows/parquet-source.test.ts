import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { beforeEach, expect, test } from "vitest";
import { CommandError } from "../command-error.ts";
import { parquetSource } from "./parquet-source.ts";
import type { SourceRow } from "./row-source.ts";

let file = "";
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "sedge-parquet-"));
  file = join(folder, "a.parquet");
  return () => rmSync(folder, { recursive: true });
});

async function read(columnData: Parameters<typeof parquetWriteBuffer>[0]["columnData"], wanted: readonly number[]) {
  writeFileSync(file, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 7_000 })));
  const { columns, rows } = await parquetSource(file);
  const all: SourceRow[] = [];
  for await (const row of rows(wanted)) all.push(row);
  return { columns, all };
}

test("converts numbers, dates, booleans and nulls to text, in the requested order", async () => {
  const { columns, all } = await read(
    [
      { name: "name", data: [" Ada ", null], type: "STRING" },
      { name: "zip", data: [4011, 10_115], type: "INT32" },
      { name: "id", data: [9_007_199_254_740_993n, null], type: "INT64" },
      { name: "born", data: [new Date("1815-12-10T00:00:00Z"), null], type: "TIMESTAMP" },
      { name: "income", data: [12.5, Number.NaN], type: "DOUBLE" },
      { name: "alive", data: [false, true], type: "BOOLEAN" },
    ],
    [3, 0, 1, 2, 4, 5],
  );
  expect(columns).toEqual(["name", "zip", "id", "born", "income", "alive"]);
  expect(all).toEqual([
    {
      number: 1,
      line: 1,
      place: `${file}, row 1`,
      share: 0.5,
      numbers: new Set([2, 4]),
      cells: ["1815-12-10", "Ada", "4011", "9007199254740993", "12.5", "false"],
    },
    {
      number: 2,
      line: 2,
      place: `${file}, row 2`,
      share: 1,
      cells: ["", "", "10115", "", "", "true"],
      numbers: new Set([2, 4]),
    },
  ]);
});

test("reads several row groups in order, each row once", async () => {
  const data = Array.from({ length: 45_000 }, (_, index) => `n${index}`);
  const { all } = await read([{ name: "name", data, type: "STRING" }], [0]);
  expect(all.map(({ cells }) => (cells instanceof CommandError ? cells : cells[0]))).toEqual(data);
  expect(all.at(-1)).toMatchObject({ number: 45_000, share: 1 });
});
