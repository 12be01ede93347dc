import type { TabularRow } from "@sedge/features/tabular";
import { csvCells } from "../csv.ts";

/** Rows of a public dataset's file by column name; double blanks in names and values become one. */
export function delimitedRows(path: string, separator: "," | ";"): TabularRow[] {
  const [header = [], ...rows] = csvCells(path, separator).map((cells) =>
    cells.map((cell) => cell.replaceAll(/\s+/g, " ").trim()),
  );
  return rows.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? null])));
}
