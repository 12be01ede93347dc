import { describe, expect, test } from "vitest";
import type { Table } from "@sedge/connector/rows";
import { textRows } from "./text-rows.ts";

const tableOf = (columns: readonly string[], ...rows: readonly (readonly string[])[]): Table => ({
  file: "in.csv",
  columns,
  rows: rows.map((cells, index) => ({ row: index + 2, cells })),
});

describe("texts", () => {
  test("are trimmed, and duplicates whatever their case and spaces", () => {
    const [first, second] = textRows(tableOf(["label", "text"], [" a ", " Hello  there "], ["b", "hello there"]));
    expect(first).toMatchObject({ row: 2, label: "a", text: "Hello  there" });
    expect(first?.likeness).toBe(second?.likeness);
  });

  test("have labels of limited length", () => {
    expect(() => textRows(tableOf(["text", "label"], ["hi", "x".repeat(121)]))).toThrow(
      'too-long: in.csv, row 2, column "label": a label has 120 characters at most.',
    );
  });
});
