import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workbook } from "../../connector/test/workbook.ts";
import { generatedRecords } from "./generated-data.ts";
import { sedgeHere } from "./sedge.ts";

const place = mkdtempSync(join(tmpdir(), "sedge-tables-"));
const model = join(place, "members");
beforeAll(async () => {
  const records = join(place, "records.csv");
  writeFileSync(records, generatedRecords(120, 1));
  await sedgeHere("models", "train", "tabular", "--train", records, "--label", "left", "--out", model);
}, 300_000);
afterAll(() => rmSync(place, { recursive: true }));

describe("tables of other programs", () => {
  const answers = async (content: string | Uint8Array, ...more: readonly string[]) => {
    writeFileSync(join(place, "t.csv"), content);
    const result = await sedgeHere("models", "eval", model, "--test", join(place, "t.csv"), "--json", ...more);
    return { ...result, note: result.note.replaceAll(`${place}/`, "") };
  };
  const rows = [
    ["rides", "years", "plan", "left"],
    ["3", "1.5", "city", "no"],
    ["4", "0.25", "city", "yes"],
  ];
  const lines = (mark: string, comma = ".") => rows.map((row) => row.join(mark).replaceAll(".", comma)).join("\n");

  test("decimal commas, bars, UTF-16, gzip and workbooks give the same figures", async () => {
    const { out } = await answers(lines(","));
    const stored = rows.map((row) => row.map((cell) => (/\d/.test(cell) ? { number: cell } : cell)));
    const same = [
      lines("|"),
      `sep=;\n${lines(";", ",")}`,
      Buffer.from(`\uFEFF${lines("\t", ",")}`, "utf16le"),
      gzipSync(lines(",")),
      workbook(stored),
    ];
    const figures = (text: string) => ({ ...JSON.parse(text), msPerRow: 0 });
    for (const content of same) expect(figures((await answers(content)).out)).toEqual(figures(out));
  });

  test("reports all rows that cannot be read, or leaves them out", async () => {
    const broken = `${lines(",")}\n1,2\n"x"y,1,city,no\n`;
    const { exitCode, note } = await answers(broken);
    expect([exitCode, note.split("\n").map((line) => line.slice(0, 20))]).toEqual([
      2,
      ["ragged-row: t.csv, l", "broken-quotes: t.csv"],
    ]);
    expect(await answers(broken, "--skip-bad")).toMatchObject({
      exitCode: 0,
      note: expect.stringMatching(/^skipped: ragged-row: .*\nskipped: broken-quotes: /),
    });
  });
});
