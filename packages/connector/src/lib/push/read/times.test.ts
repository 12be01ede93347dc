import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { CommandError } from "../../command-error.ts";
import { adapterOf } from "../adapters/adapters.ts";
import { timeOf } from "./cells.ts";
import { columnUse } from "./column-use.ts";
import { openMapped } from "./joined-source.ts";
import { NO_MAPPING } from "./push-mapping.ts";
import { surveyed } from "./read-mapping.ts";
import { recordReader } from "./record-reader.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sedge-times-"));
  return () => rmSync(folder, { recursive: true });
});

const NOW = Date.UTC(2026, 11, 1) / 1_000;

/** The times of a till's rows, or that one is refused, and what was assumed. */
async function times(titles: string, ...rows: readonly string[]) {
  const file = join(folder, "a.csv");
  writeFileSync(file, [`id;account;${titles}`, ...rows.map((row, at) => `${at};L-${at};${row}`)].join("\n"));
  const adapter = adapterOf("shop-till", undefined) ?? expect.fail();
  const { source, mapping } = await openMapped(file, NO_MAPPING);
  const use = columnUse(file, source.columns, mapping, adapter, () => undefined);
  const { mapping: read, assumptions } = await surveyed(source, use, mapping, NOW);
  const reader = recordReader(source.columns, use, read, adapter, () => NOW);
  const found: string[] = [];
  for await (const { cells, place, numbers } of source.rows(reader.columns)) {
    try {
      if (cells instanceof CommandError) throw cells;
      const at = reader.read(cells, place, numbers).touch?.at ?? 0;
      found.push(new Date(at * 1_000).toISOString().slice(0, 19).replace("T00:00:00", ""));
    } catch (error) {
      found.push(error instanceof CommandError && /more than one reading/.test(error.message) ? "?" : String(error));
    }
  }
  return { found, lines: assumptions.map((line) => line.replaceAll(`${folder}/`, "")) };
}

test.each([
  ["a day above 12", ["28/11/2026", "02/11/2026"], ["2026-11-28", "2026-11-02"], "day before month"],
  ["a second number above 12", ["11/28/26", "11/02/26"], ["2026-11-28", "2026-11-02"], "month before day"],
  ["dots and a clock", ["28.11.2026 09:14", "2.11.26"], ["2026-11-28T09:14:00", "2026-11-02"], "day before month"],
  ["eight digits", ["20261128", "20261102"], ["2026-11-28", "2026-11-02"], "year, month, day"],
  ["equal numbers", ["05/05/2026", "6/6/2026"], ["2026-05-05", "2026-06-06"], "day before month"],
])("reads a column in the order that %s shows, and says so", async (_, cells, expected, words) => {
  const { found, lines } = await times("Datum", ...cells);
  expect(found).toEqual(expected);
  expect(lines[0]).toContain(`times: Datum: ${words}`);
});

test.each([
  ["only small numbers", ["02/11/2026", "03/11/2026"]],
  ["contradictions", ["28/11/2026", "11/28/2026"]],
  ["years of two digits that may come first", ["10/11/12", "09/11/12"]],
])("refuses a column of %s", async (_, cells) => {
  expect((await times("Datum", ...cells)).found).toEqual(cells.map(() => "?"));
});

test("another column shows nothing", async () => {
  const { found } = await times("paid at;created at", "02/11/2026;28/11/2026", ";27/11/2026");
  expect(found).toEqual(["?", "2026-11-27"]);
});

test("a day and a time of day in two columns are one time, and a missing zone is reported", async () => {
  const { found, lines } = await times("Date;Time", "11/28/2026;09:14:02", "11/02/2026;1:05:00 PM");
  expect(found).toEqual(["2026-11-28T09:14:02", "2026-11-02T13:05:00"]);
  expect(lines[0]).toMatch(
    /Date: month before day, as "11\/28\/2026" shows \(a\.csv, line 2\); without a zone: read as UTC/,
  );
});

const AT = Date.UTC(2026, 10, 2, 9, 14, 2) / 1_000;
test.each([
  "2 Nov 2026 09:14:02",
  "2. November 2026, 09:14:02 Uhr",
  "Nov 2, 2026, 1:14:02 AM PST",
  "Nov 2, 2026 at 9:14:02\u202fAM",
  "lundi 2 novembre 2026 10:14:02 CET",
  "2 de noviembre de 2026 9:14:02",
  "02-NOV-26 09:14:02",
  "Mon Nov  2 09:14:02 UTC 2026",
  "Mon Nov 02 2026 10:14:02 GMT+0100 (Central European Standard Time)",
  "2026/11/02 09:14:02",
  "2026. 11. 2. 09:14:02",
  "2026年11月2日 09:14:02",
  "2026-11-2 9:14:02",
])("%s has one reading", (cell) => expect(timeOf(cell)).toBe(AT));

test.each([
  "2 Foo 2026",
  "31 Nov 2026",
  "2 Nov 2026 09:14 IST",
  "Nov 2026",
  "2 Nov 3 Dec 2026",
  "tomorrow",
  "2/Nov",
  "1.5",
])("%s is no time", (cell) => expect(timeOf(cell)).toBeUndefined());
