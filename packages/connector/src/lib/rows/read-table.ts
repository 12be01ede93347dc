import { CommandError } from "../command-error.ts";
import type { Table, TableRow } from "../csv/table.ts";
import { openSource } from "./open-source.ts";
import { RowErrors } from "./row-errors.ts";

/**
 * Reads a whole table into memory, with trimmed cells: any format that `openSource` opens. Throws CommandError with file,
 * line and column for an invalid file; if several rows are invalid, the error names them all.
 *
 * @param skip - Called for each invalid row, which is then left out. Without it, an invalid row is an error.
 */
export async function readTable(file: string, skip?: (error: CommandError) => void): Promise<Table> {
  const { columns, notes = [], delimiter, rows } = await openSource(file);
  const errors = new RowErrors(skip);
  const read: TableRow[] = [];
  for await (const { line, cells } of rows(columns.map((_, column) => column))) {
    if (cells instanceof CommandError) errors.add(cells);
    else read.push({ row: line, cells });
  }
  errors.throwIfAny();
  if (read.length === 0) throw new CommandError("empty-file", `${file} has no readable row.`);
  return { file, columns, notes, delimiter, rows: read };
}
