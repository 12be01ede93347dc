import type { JudgedRow } from "@sedge/models/judged-row";
import { OUT_OF_SCOPE } from "@sedge/models/text-plan";
import { CommandError } from "@sedge/connector/command-line";
import { columnOf, placeOf, type Table } from "@sedge/connector/rows";
import type { Classifier } from "./classifier.ts";

/** A model's predictions for labelled rows, and the time they took. */
export interface Judgement {
  readonly rows: readonly JudgedRow[];
  /** Mean milliseconds per row, its features included. */
  readonly msPerRow: number;
}

/**
 * Predicts every row of a labelled table. `now`: a clock in milliseconds. Throws CommandError `missing-column`,
 * `missing-value`, `unknown-label`, or for an invalid cell.
 */
export function judgedRows(classifier: Classifier, table: Table, now: () => number): Judgement {
  const truth = truthOf(classifier, table);
  const answer = classifier.over(table);
  const startedAt = now();
  const answers = table.rows.map(answer);
  const msPerRow = (now() - startedAt) / answers.length;
  return { rows: answers.map((predicted, index) => ({ ...predicted, truth: truth[index] ?? [] })), msPerRow };
}

function truthOf(classifier: Classifier, table: Table): number[][] {
  const column = columnOf(table, classifier.labelColumn);
  const classes = new Map(classifier.classes.map((code, index) => [code, index]));
  return table.rows.map(({ row, cells }) => {
    const cell = (cells[column] ?? "").trim();
    const place = placeOf(table, row, classifier.labelColumn);
    const labels = classifier.form.kind === "one" ? [cell] : cell.split("|").filter((label) => label !== "");
    return labels.flatMap((label) => {
      const index = classes.get(label);
      if (index !== undefined) return [index];
      if (label === "") throw new CommandError("missing-value", `${place} is empty.`);
      if (label === OUT_OF_SCOPE && classifier.hasScope) return [];
      throw new CommandError("unknown-label", `${place}: the model has no class "${label}".`);
    });
  });
}
