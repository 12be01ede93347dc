import { MAX_TABULAR_NAME } from "@sedge/features/tabular-model-manifest";
import { CommandError } from "@sedge/connector/command-line";
import { placeOf, type RowErrors, type Table } from "@sedge/connector/rows";

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

/** What is wrong with a label, if anything: `missing-value` or `too-long`. */
export function labelFault(table: Table, column: string, row: number, label: string): CommandError | undefined {
  const place = placeOf(table, row, column);
  if (label === "") return new CommandError("missing-value", `${place} is empty.`);
  if (label.length <= MAX_TABULAR_NAME) return undefined;
  return new CommandError("too-long", `${place}: a label has ${MAX_TABULAR_NAME} characters at most.`);
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

/** What labels a part may have. */
export interface KnownLabels {
  readonly column: string;
  readonly known: readonly LabelledRow[];
  /** A label that is not a class. */
  readonly outside?: string | undefined;
}

/**
 * The rows whose label occurs in the training rows; an error for each of the others. Throws CommandError
 * `nothing-in-scope` if all rows are out of scope.
 */
export function knownRows<Row extends LabelledRow>(
  table: Table,
  rows: readonly Row[],
  { column, known, outside }: KnownLabels,
  errors: RowErrors,
): Row[] {
  const classes = new Set(known.map(({ label }) => label));
  const kept = rows.filter(({ row, label }) => {
    if (classes.has(label) || label === outside) return true;
    errors.add(new CommandError("unknown-label", `${placeOf(table, row, column)}: no training row has "${label}".`));
    return false;
  });
  errors.throwIfAny();
  if (kept.every(({ label }) => label === outside)) throw nothingInScope(table, column);
  return kept;
}

/** The error of a table without a row that is within scope: no figure would apply. */
export function nothingInScope({ file, rows }: Table, column: string): CommandError {
  return new CommandError(
    "nothing-in-scope",
    `${file}: none of its ${rows.length.toLocaleString("en")} rows has a class in the column "${column}", so there is nothing to measure; add rows of the model's classes.`,
  );
}
