import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TEXT_COLUMNS } from "./text-classifier.ts";
import { textRows } from "./text-rows.ts";
import { trainingParts } from "./training-parts.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-parts-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, texts: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, ["text,label", ...texts.flatMap((text) => [`${text} one,a`, `${text} two,b`]), ""].join("\n"));
  return file;
}
const many = Array.from({ length: 100 }, (_, index) => `text ${index}`);
const partsOf = (files: { train: string; valid?: string; test?: string }, seed = 1) =>
  trainingParts({
    files,
    seed,
    labelColumn: "label",
    rowsOf: (table, skip) => textRows(table, TEXT_COLUMNS, skip),
    note: () => undefined,
  });

test("sets aside 15 % for measuring and 10 % for validation, and reports it", async () => {
  const parts = await partsOf({ train: fileOf("all.csv", many) }, 7);
  expect([parts.train, parts.validation, parts.test].map(({ rows }) => rows.length)).toEqual([150, 20, 30]);
  expect(parts.split).toBe(
    "150 rows to learn from (all.csv), 20 to choose by (set aside with seed 7), 30 to measure on (set aside with seed 7)",
  );
  expect(parts.test.table.rows.map(({ row }) => row)).toEqual(parts.test.rows.map(({ row }) => row));
});

test("uses given files unchanged", async () => {
  const files = { train: fileOf("all.csv", many), test: fileOf("t.csv", ["new"]) };
  const parts = await partsOf(files);
  expect([parts.train, parts.validation, parts.test].map(({ rows }) => rows.length)).toEqual([180, 20, 2]);
  const both = await partsOf({ ...files, valid: fileOf("v.csv", ["else"]) });
  expect([both.train, both.validation, both.test].map(({ rows }) => rows.length)).toEqual([200, 2, 2]);
});

test("reports a test that contains training rows", async () => {
  const files = { train: fileOf("all.csv", many), valid: fileOf("v.csv", ["else"]) };
  expect((await partsOf({ ...files, test: fileOf("t.csv", ["text 3", "new"]) })).split).toContain(
    "4 to measure on (t.csv; 2 of them are among those to learn from)",
  );
});

test("warns of labels that differ only in spelling, and makes them one class on demand", async () => {
  const file = join(folder, "spelt.csv");
  const lines = many.slice(0, 20).flatMap((text) => [`${text} one,refund`, `${text} two,REFUND`, `${text} new,delay`]);
  writeFileSync(file, ["text,label", ...lines, `last,refund`, ""].join("\n"));
  const parts = async (mergesLabels: boolean) => {
    const notes: string[] = [];
    const { train } = await trainingParts({
      files: { train: file },
      seed: 1,
      labelColumn: "label",
      rowsOf: (table, skip) => textRows(table, TEXT_COLUMNS, skip),
      note: (line) => notes.push(line),
      isCrossFitted: true,
      mergesLabels,
    });
    return { notes, labels: [...new Set(train.rows.map(({ label }) => label))].toSorted() };
  };
  expect(await parts(false)).toEqual({
    notes: [
      'warning: labels that differ only in spelling are different classes: "refund" (21), "REFUND" (20). --merge-labels makes them one.',
    ],
    labels: ["REFUND", "delay", "refund"],
  });
  expect(await parts(true)).toEqual({
    notes: ['one class: "refund" (21), "REFUND" (20).'],
    labels: ["delay", "refund"],
  });
});
