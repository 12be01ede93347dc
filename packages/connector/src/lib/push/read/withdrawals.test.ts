import { expect, test } from "vitest";
import { adapterOf } from "../adapters/adapters.ts";
import { columnUse } from "./column-use.ts";
import { NO_MAPPING } from "./push-mapping.ts";
import { recordReader } from "./record-reader.ts";

const TITLES = ["id", "time", "account", "total", "consent", "opted in at", "unsubscribed at", "policy"];
const NOW = 1.8e9;

/** What a till's row becomes. */
function read(id: string, time: string, account: string, total: string, ...decision: readonly string[]): object {
  const adapter = adapterOf("shop-till", undefined) ?? expect.fail();
  const use = columnUse("a.csv", TITLES, NO_MAPPING, adapter);
  const reader = recordReader(TITLES, use, NO_MAPPING, adapter, () => NOW);
  const cells = [id, time, account, total, ...decision];
  return reader.read(
    reader.columns.map((column) => cells[column] ?? ""),
    "a.csv, line 2",
  );
}

test.each(["withdrawn", "no"])("a row that says %s needs neither a time nor a readable amount", (word) => {
  for (const [time, total] of [
    ["", "5"],
    ["3/4/2026", "5"],
    ["2026-11-02", "free"],
  ] as const) {
    expect(read("1", time, "a1", total, word, "", "", "1")).toMatchObject({ consent: word });
  }
});

test("a withdrawal counts although the time of opting in cannot be read", () => {
  expect(read("1", "2026-11-02", "a1", "5", "withdrawn", "3/4/2026", "", "?")).toMatchObject({ consent: "withdrawn" });
});

test("a time that is none changes nothing, and one to come is rejected", () => {
  for (const never of ["0000-00-00 00:00:00", "0001-01-01T00:00:00", "9999-12-31", "1970-01-01"]) {
    expect(read("1", "2026-11-02", "a1", "5", "", never, never, "1")).not.toHaveProperty("consent");
  }
  expect(() => read("1", "2026-11-02", "a1", "5", "", "", "2099-01-01", "1")).toThrow(/ahead of this machine/);
  expect(() => read("1", "2026-11-02", "a1", "5", "", "2099-01-01", "", "1")).toThrow(/ahead of this machine/);
});

test("an ID without its last digits is rejected", () => {
  expect(() => read("1.23457E+18", "2026-11-02", "a1", "5", "yes", "", "", "1")).toThrow(/lacks its last digits/);
  expect(read("7.0", "2026-11-02", "1234.0", "5", "yes", "", "", "1")).toMatchObject({
    id: "7",
    identifiers: { account: "1234" },
  });
});
