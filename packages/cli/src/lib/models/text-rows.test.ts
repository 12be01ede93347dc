import { describe, expect, test } from "vitest";
import type { Table } from "@sedge/connector/rows";
import { TEXT_COLUMNS } from "./text-classifier.ts";
import { textRows } from "./text-rows.ts";

const tableOf = (columns: readonly string[], ...rows: readonly (readonly string[])[]): Table => ({
  file: "in.csv",
  columns,
  rows: rows.map((cells, index) => ({ row: index + 2, cells })),
});

describe("texts", () => {
  test("are trimmed, and duplicates whatever their case and spaces", () => {
    const [first, second] = textRows(
      tableOf(["label", "text"], [" a ", " Hello  there "], ["b", "hello there"]),
      TEXT_COLUMNS,
    );
    expect(first).toMatchObject({ row: 2, label: "a", text: "Hello  there" });
    expect(first?.likeness).toBe(second?.likeness);
  });

  test("are read from the named columns, and all rows with an error are reported at once, or left out", () => {
    const table = tableOf(["body", "intent"], ["", "a"], ["hi", "b"], ["ho", ""]);
    const columns = { text: "body", label: "intent" };
    const skipped: string[] = [];
    expect(textRows(table, columns, ({ message }) => skipped.push(message)).map(({ text }) => text)).toEqual(["hi"]);
    expect(skipped).toEqual([
      'missing-value: in.csv, row 2, column "body" is empty.',
      'missing-value: in.csv, row 4, column "intent" is empty.',
    ]);
    let found: unknown;
    try {
      textRows(table, columns);
    } catch (error) {
      found = error;
    }
    expect(found).toMatchObject({ message: skipped[0], others: [skipped[1]] });
  });

  test("have labels of limited length", () => {
    expect(() => textRows(tableOf(["text", "label"], ["hi", "x".repeat(121)]), TEXT_COLUMNS)).toThrow(
      'too-long: in.csv, row 2, column "label": a label has 120 characters at most.',
    );
  });
});
