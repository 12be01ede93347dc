import { describe, expect, test } from "vitest";
import type { Table } from "@sedge/connector/rows";
import { recordRows } from "./record-rows.ts";

const tableOf = (columns: readonly string[], ...rows: readonly (readonly string[])[]): Table => ({
  file: "in.csv",
  columns,
  rows: rows.map((cells, index) => ({ row: index + 2, cells })),
});

describe("records", () => {
  const numbers = (...cells: readonly string[]) =>
    recordRows(tableOf(["x", "y"], ...cells.map((cell) => [cell, "a"])), "y");

  test("have their cells by column, empty ones as null, and the label", () => {
    const [row] = recordRows(tableOf(["age", "plan", "left"], [" 31 ", "", "yes"]), "left");
    expect(row).toMatchObject({ row: 2, label: "yes", record: { age: "31", plan: null, left: "yes" } });
  });

  test("are duplicates if all but the label is equal", () => {
    const [first, second, third] = recordRows(tableOf(["x", "y"], ["1", "a"], ["1", "b"], ["2", "a"]), "y");
    expect(first?.likeness).toBe(second?.likeness);
    expect(first?.likeness).not.toBe(third?.likeness);
  });

  test("may have words in a column: if nineteen of twenty cells are numbers the word is an error, otherwise the column is categorical", () => {
    const many = Array.from({ length: 19 }, (_, index) => String(index));
    expect(() => numbers(...many, "n/a")).toThrow(/^not-a-number: in\.csv, row 21, column "x": "n\/a" /);
    expect(numbers(...many.slice(1), "n/a").at(-1)?.record).toMatchObject({ x: "n/a" });
    expect(numbers("NaN Patel", "Infinity Ltd").length).toBe(2);
  });

  test("have names and categories that a manifest accepts", () => {
    const long = "x".repeat(121);
    expect(() => recordRows(tableOf([long, "y"], ["1", "a"]), "y")).toThrow(/^too-long: in\.csv, row 1, column 1: /);
    expect(() => numbers(long)).toThrow(/^too-long: in\.csv, row 2, column "x": a category /);
    const wide = Array.from({ length: 514 }, (_, index) => `c${index}`);
    expect(() => recordRows(tableOf(wide, wide), "c0")).toThrow(
      'too-long: in.csv, row 1: 513 columns beside "c0", of 512 at most.',
    );
  });
});
