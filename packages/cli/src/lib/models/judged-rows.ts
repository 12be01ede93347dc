import type { JudgedRow } from "@sedge/models/judged-row";
import { OUT_OF_SCOPE } from "@sedge/models/text-plan";
import { CommandError } from "@sedge/connector/command-line";
import { columnOf, placeOf, RowErrors, type Table, type TableRow } from "@sedge/connector/rows";
import type { Classifier } from "./classifier.ts";
import { labelKey } from "./label-spellings.ts";
import { nothingInScope } from "./labelled-row.ts";

/** A model's predictions for labelled rows, and the time they took. */
export interface Judgement {
  readonly rows: readonly JudgedRow[];
  /** Rows whose language the model was not taught: refused. */
  readonly unsupported: number;
  /** Mean milliseconds per row, its features included. */
  readonly msPerRow: number;
}

/** How labelled rows are read. */
export interface JudgingOptions {
  /** Receives each row that cannot be read, which is then left out. Without it, such a row is an error. */
  readonly skip?: ((error: CommandError) => void) | undefined;
  /** Whether a label may differ from the model's in case, spaces, hyphens and underscores. */
  readonly mergesLabels?: boolean | undefined;
}

/**
 * Predicts every row of a labelled table. `now`: a clock in milliseconds. Throws CommandError `missing-column`,
 * `nothing-in-scope`, or for all rows with an empty or unknown label or an invalid cell.
 */
export function judgedRows(
  classifier: Classifier,
  table: Table,
  now: () => number,
  { skip, mergesLabels = false }: JudgingOptions = {},
): Judgement {
  const truthOf = truthReader(classifier, table, mergesLabels);
  const answer = classifier.over(table);
  const errors = new RowErrors(skip);
  const startedAt = now();
  let unsupported = 0;
  const rows = table.rows.flatMap((row) => {
    try {
      const [truth, predicted] = [truthOf(row), answer(row)];
      unsupported += Number(predicted.unsupportedLanguage !== undefined);
      return [{ ...predicted, truth }];
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.add(error);
      return [];
    }
  });
  errors.throwIfAny();
  if (classifier.form.kind === "one" && rows.every(({ truth }) => truth.length === 0)) {
    throw nothingInScope(table, classifier.labelColumn);
  }
  return { rows, unsupported, msPerRow: (now() - startedAt) / rows.length };
}

function truthReader(classifier: Classifier, table: Table, mergesLabels: boolean): (row: TableRow) => number[] {
  const column = columnOf(table, classifier.labelColumn);
  const classes = new Map(classifier.classes.map((code, index) => [code, index]));
  const alike = new Map(classifier.classes.map((code, index) => [labelKey(code), index]));
  const isOutside = (label: string) =>
    classifier.hasScope && (label === OUT_OF_SCOPE || (mergesLabels && labelKey(label) === OUT_OF_SCOPE));
  return ({ row, cells }) => {
    const cell = (cells[column] ?? "").trim();
    const place = placeOf(table, row, classifier.labelColumn);
    const labels = classifier.form.kind === "one" ? [cell] : cell.split("|").filter((label) => label !== "");
    return labels.flatMap((label) => {
      const similar = alike.get(labelKey(label));
      const index = classes.get(label) ?? (mergesLabels ? similar : undefined);
      if (index !== undefined) return [index];
      if (label === "") throw new CommandError("missing-value", `${place} is empty.`);
      if (isOutside(label)) return [];
      const near =
        similar === undefined ? "" : `; it has "${classifier.classes[similar]}", which --merge-labels accepts`;
      throw new CommandError("unknown-label", `${place}: the model has no class "${label}"${near}.`);
    });
  };
}
