import { expect, test } from "vitest";
import { recordTerms } from "../terms/record-terms.ts";
import { linkRecords } from "./link-records.ts";

const rows = (surnameOf: (row: number) => string, count = 20) =>
  Array.from({ length: count }, (_, row) => recordTerms({ surname: surnameOf(row), gender: "f" }));

test("reports a value that more than half of the records have, and which field it is in", () => {
  expect(linkRecords(rows((row) => (row < 12 ? "Muster" : `Name${row}`))).signs).toEqual([
    { sign: "value", field: "surname", share: 0.6 },
  ]);
});

test("reports neither half, nor few records, nor a field that half of all people share", () => {
  expect(linkRecords(rows((row) => (row < 10 ? "Muster" : `Name${row}`))).signs).toEqual([]);
  expect(linkRecords(rows(() => "Muster", 9)).signs).toEqual([]);
});
