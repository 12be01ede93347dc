import { CommandError } from "@sedge/connector/command-line";
import { columnOf, placeOf, RowErrors, type Table } from "@sedge/connector/rows";
import { type LabelledRow, labelFault } from "./labelled-row.ts";

/** A text with its label. */
export interface TextRow extends LabelledRow {
  readonly text: string;
}

/** The columns of a text task. */
export interface TextColumns {
  readonly text: string;
  readonly label: string;
}

/**
 * Rows of a text task. Throws CommandError for a missing column, or for all rows with an empty text or label; `skip`
 * receives such rows instead, which are left out.
 */
export function textRows(table: Table, columns: TextColumns, skip?: (error: CommandError) => void): TextRow[] {
  const [at, labelAt] = [columnOf(table, columns.text), columnOf(table, columns.label)];
  const errors = new RowErrors(skip);
  const rows = table.rows.flatMap(({ row, cells }) => {
    const [text, label] = [(cells[at] ?? "").trim(), (cells[labelAt] ?? "").trim()];
    const fault =
      labelFault(table, columns.label, row, label) ??
      (text === "" ? new CommandError("missing-value", `${placeOf(table, row, columns.text)} is empty.`) : undefined);
    if (!fault) return [{ row, label, text, likeness: text.toLowerCase().replaceAll(/\s+/g, " ") }];
    errors.add(fault);
    return [];
  });
  errors.throwIfAny();
  return rows;
}
