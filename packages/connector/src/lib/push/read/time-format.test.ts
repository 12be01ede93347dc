import { expect, test } from "vitest";
import { timeOf } from "./cells.ts";
import { formattedTime, isTimeFormat, isZone } from "./time-format.ts";

const AT = Date.UTC(2026, 10, 2, 9, 14, 2) / 1_000;
const TO_MINUTE = AT - 2;

test.each([
  ["02/11/2026, 09:14", "DD/MM/YYYY, HH:mm", TO_MINUTE],
  ["2/11/2026, 9:14", "DD/MM/YYYY, HH:mm", TO_MINUTE],
  ["11/02/2026 09:14:02 AM", "MM/DD/YYYY hh:mm:ss A", AT],
  ["11/2/26 9:14 am", "M/D/YY h:mm A", TO_MINUTE],
  ["09:14:02 GMT 2026-11-02", "HH:mm:ss Z YYYY-MM-DD", AT],
  ["10:14:02 +0100 2026-11-02", "HH:mm:ss Z YYYY-MM-DD", AT],
  ["02.11.2026 09:14", "DD.MM.YYYY HH:mm", TO_MINUTE],
  ["Nov 2, 2026 09:14:02 AM", "MMM D, YYYY hh:mm:ss A", AT],
  ["Mon, 02 Nov 2026 09:14:02 +0000", "ddd, DD MMM YYYY HH:mm:ss Z", AT],
  ["46328.384745", "excel", AT],
  ["46328,384745", "excel", AT],
  ["02/11/2026", "DD/MM/YYYY", AT - 33_242],
])("%s in the format %s", (cell, format, seconds) => {
  expect(isTimeFormat(format)).toBe(true);
  expect(formattedTime(cell, format)).toBe(seconds);
});

test.each([
  ["31/02/2026, 09:14", "DD/MM/YYYY, HH:mm"],
  ["02/13/2026, 09:14", "DD/MM/YYYY, HH:mm"],
  ["02/11/2026 09:14", "DD/MM/YYYY, HH:mm"],
  ["02/11/2026, 24:14", "DD/MM/YYYY, HH:mm"],
  ["13:14 PM 2026-11-02", "hh:mm A YYYY-MM-DD"],
  ["1793610842", "excel"],
  ["2026-11-02", "excel"],
])("rejects %s in the format %s", (cell, format) => expect(formattedTime(cell, format)).toBeUndefined());

test("a time without a zone is one of the stated zone, in summer and in winter", () => {
  const of = (cell: string, zone: string) => {
    const seconds = formattedTime(cell, "DD/MM/YYYY HH:mm", zone);
    return seconds === undefined ? undefined : new Date(seconds * 1_000).toISOString().slice(0, 16);
  };
  expect(of("02/11/2026 09:14", "Europe/Berlin")).toBe("2026-11-02T08:14");
  expect(of("02/07/2026 09:14", "Europe/Berlin")).toBe("2026-07-02T07:14");
  expect(of("02/07/2026 00:30", "America/New_York")).toBe("2026-07-02T04:30");
  expect(of("25/10/2026 02:30", "Europe/Berlin")).toBe("2026-10-25T00:30");
  expect(of("25/10/2026 12:30", "Europe/Berlin")).toBe("2026-10-25T11:30");
  expect(of("29/03/2026 12:30", "Europe/Berlin")).toBe("2026-03-29T10:30");
  expect(of("02/11/2026 09:14", "Asia/Kolkata")).toBe("2026-11-02T03:44");
  expect(timeOf("2026-11-02 10:14:02", { formats: [], zone: "Europe/Berlin" })).toBe(AT);
  expect(timeOf("2026-11-02T09:14:02Z", { formats: [], zone: "Europe/Berlin" })).toBe(AT);
  expect([isZone("Europe/Berlin"), isZone("Berlin")]).toEqual([true, false]);
});

test.each([
  "2026-11-02 09:14:02+00",
  "2026-11-02 10:14:02+01",
  "2026-11-02 14:44:02.000+05:30",
  "2026-11-02 09:14:02 UTC",
  "2026-11-02 09:14:02.000000 UTC",
  "2026-11-02T09:14:02.000000000Z",
  "2026-11-02 09:14:02 GMT",
  "2026-11-02 09:14:02 +0000",
  "Mon, 02 Nov 2026 09:14:02 GMT",
  "Mon, 02 Nov 2026 10:14:02 +0100",
  "1793610842",
  "1793610842000",
])("%s is read without a format", (cell) => expect(timeOf(cell)).toBe(AT));

test.each(["02/11/2026, 09:14", "46328.384745", "46328", "20261102"])(
  "%s needs a format: without one it would be a guess",
  (cell) => expect(timeOf(cell)).toBeUndefined(),
);

test("a format that names no day is none", () => {
  expect(["HH:mm", "DD/MM", "YYYY", "day"].map(isTimeFormat)).toEqual([false, false, false, false]);
});
