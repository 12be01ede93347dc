import { expect, test } from "vitest";
import { decimalStyle, plainNumber } from "./decimal-style.ts";

const table = (cells: readonly string[], delimiter = ",") => ({
  file: "in.csv",
  columns: ["x"],
  delimiter,
  rows: cells.map((cell, index) => ({ row: index + 2, cells: [cell] })),
});
const read = (cells: readonly string[], delimiter?: string) => {
  const style = decimalStyle(table(cells, delimiter), 0);
  return [style, ...cells.map((cell) => plainNumber(cell, style))];
};

test.each([
  ["decimal commas", ["1,5", "2", "", "-0,25"], ",", ["comma", "1.5", "2", "", "-0.25"]],
  ["points of thousands", ["1.234,5", "99,90"], ",", ["comma", "1234.5", "99.90"]],
  ["spaces of thousands", ["1 234,50", "12,00"], ";", ["comma", "1234.50", "12.00"]],
  ["commas of thousands", ["1,234.50", "1,234,567", "7"], ",", ["point", "1234.50", "1234567", "7"]],
  ["three decimals between semicolons", ["1,234", "2,500"], ";", ["comma", "1.234", "2.500"]],
  ["plain numbers", ["1.5", "2e3"], ",", ["plain", "1.5", "2e3"]],
  ["words", ["a,b", "1,5"], ",", ["plain", "a,b", "1,5"]],
  ["a year and a code", ["2026", "A-1"], ";", ["plain", "2026", "A-1"]],
])("%s", (_, cells, delimiter, expected) => expect(read(cells, delimiter)).toEqual(expected));

test("asks which of two numbers a cell is if nothing shows it", () => {
  expect(() => read(["1,234", "2,500"])).toThrow(
    'not-a-number: in.csv, row 2, column "x": "1,234" may be 1234 or 1.234; write one of them.',
  );
});
