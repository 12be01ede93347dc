import type { Table } from "@sedge/cli/model-measurement";

/** Held-out rows of a data set, as the table that models are measured on. `cells`: the cells of one row in the order of `columns`. */
export function heldOutTable(file: string, columns: readonly string[], cells: readonly (readonly string[])[]): Table {
  return { file, columns, rows: cells.map((row, index) => ({ row: index + 2, cells: row })) };
}
