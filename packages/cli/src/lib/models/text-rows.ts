import { CommandError } from "@sedge/connector/command-line";
import { cellsOf, placeOf, type Table } from "@sedge/connector/rows";
import { type LabelledRow, labelsOf } from "./labelled-row.ts";
import { TEXT_COLUMN, TEXT_LABEL_COLUMN } from "./text-classifier.ts";

/** A text with its label. */
export interface TextRow extends LabelledRow {
  readonly text: string;
}

/** Rows of a text task. Throws CommandError for an empty text or label, or a missing column. */
export function textRows(table: Table): TextRow[] {
  const texts = cellsOf(table, TEXT_COLUMN);
  return labelsOf(table, TEXT_LABEL_COLUMN).map(({ row, cell: label }, index) => {
    const text = texts[index]?.cell ?? "";
    if (text === "") throw new CommandError("missing-value", `${placeOf(table, row, TEXT_COLUMN)} is empty.`);
    return { row, label, text, likeness: text.toLowerCase().replaceAll(/\s+/g, " ") };
  });
}
