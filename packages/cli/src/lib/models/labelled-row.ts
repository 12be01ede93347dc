import { MAX_TABULAR_NAME } from "@sedge/features/tabular-model-manifest";
import { CommandError } from "@sedge/connector/command-line";
import { cellsOf, placeOf, type Table } from "@sedge/connector/rows";

/** Most classes of a model, as in manifests. */
const MAX_CLASSES = 1_024;

/** A row with its label. */
export interface LabelledRow {
  /** Line of the file. */
  readonly row: number;
  readonly label: string;
  /** Rows with the same value are duplicates and must be on one side of a split. */
  readonly likeness: string;
}

/** Labels of a table, none of them empty. Throws CommandError `missing-column`, `missing-value` or `too-long`. */
export function labelsOf(table: Table, column: string): { readonly row: number; readonly cell: string }[] {
  const cells = cellsOf(table, column);
  for (const { row, cell } of cells) {
    const place = placeOf(table, row, column);
    if (cell === "") throw new CommandError("missing-value", `${place} is empty.`);
    if (cell.length > MAX_TABULAR_NAME) {
      throw new CommandError("too-long", `${place}: a label has ${MAX_TABULAR_NAME} characters at most.`);
    }
  }
  return cells;
}

/** Rejects training rows with fewer than two classes, or too many. `outside`: a label that is not a class. */
export function checkClasses(table: Table, column: string, rows: readonly LabelledRow[], outside?: string): void {
  const classes = [...new Set(rows.map(({ label }) => label))].filter((label) => label !== outside);
  const first = rows.at(0)?.row ?? 1;
  if (classes.length < 2) {
    const found = classes.length === 1 ? `only the class "${classes[0]}"` : "no class";
    throw new CommandError("one-class", `${placeOf(table, first, column)} and below: ${found}, and two are required.`);
  }
  if (classes.length > MAX_CLASSES) {
    throw new CommandError(
      "too-many-classes",
      `${placeOf(table, first, column)} and below: ${classes.length} classes, of ${MAX_CLASSES} at most.`,
    );
  }
}

/** Rejects a label that does not occur in the training rows. `outside`: a label that is not a class. */
export function checkKnown(
  table: Table,
  column: string,
  rows: readonly LabelledRow[],
  known: readonly LabelledRow[],
  outside?: string,
): void {
  const classes = new Set(known.map(({ label }) => label));
  for (const { row, label } of rows) {
    if (classes.has(label) || label === outside) continue;
    throw new CommandError("unknown-label", `${placeOf(table, row, column)}: no training row has "${label}".`);
  }
}
