import { expect, test } from "vitest";
import { finiteCell, isNotNumber, numberOf } from "./number-cell.ts";

test.each([
  ["0", 0],
  ["-1.50", -1.5],
  ["+.5", 0.5],
  ["1.", 1],
  ["2e-3", 0.002],
])("reads %s as a number", (cell, value) => {
  expect(numberOf(cell)).toBe(value);
  expect(isNotNumber(cell)).toBe(false);
});

test.each(["", "1,5", "0x1f", "1_000", "12 kg", "--1", "1e", "."])("rejects %j", (cell) => {
  expect(numberOf(cell)).toBeUndefined();
  expect(isNotNumber(cell)).toBe(false);
});

test.each(["NaN", "nan", "-Infinity", "inf", "1.#INF", "1e999"])("recognises %s as a missing number", (cell) => {
  expect(numberOf(cell)).toBeUndefined();
  expect(isNotNumber(cell)).toBe(true);
});

test("shortens a long cell in its message", () => {
  expect(() => finiteCell({ file: "in.csv" }, 3, "age", "x".repeat(99))).toThrow(
    `not-a-number: in.csv, row 3, column "age": "${"x".repeat(40)}…" is not a finite number; leave the cell empty for a missing value.`,
  );
});
