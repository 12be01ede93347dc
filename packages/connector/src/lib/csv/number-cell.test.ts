import { expect, test } from "vitest";
import { finiteCell, isNotNumber, numberOf } from "./number-cell.ts";

test.each([
  ["0", 0],
  ["-1.50", -1.5],
  ["+.5", 0.5],
  ["1.", 1],
  ["2e-3", 0.002],
])("%s is a number", (cell, value) => {
  expect(numberOf(cell)).toBe(value);
  expect(isNotNumber(cell)).toBe(false);
});

test.each(["", "1,5", "0x1f", "1_000", "12 kg", "--1", "1e", "."])("%j is none", (cell) => {
  expect(numberOf(cell)).toBeUndefined();
  expect(isNotNumber(cell)).toBe(false);
});

test.each(["NaN", "nan", "-Infinity", "inf", "1.#INF", "1e999"])("%s stands where a number was wanted", (cell) => {
  expect(numberOf(cell)).toBeUndefined();
  expect(isNotNumber(cell)).toBe(true);
});

test("what is said of a long cell is short", () => {
  expect(() => finiteCell({ file: "in.csv" }, 3, "age", "x".repeat(99))).toThrow(
    `not-a-number: in.csv, row 3, column "age": "${"x".repeat(40)}…" is no finite number; where a value is missing, the cell has to be empty.`,
  );
});
