import type { AnswerForm } from "@sedge/models/evaluation";
import type { JudgedRow } from "@sedge/models/judged-row";
import type { Table, TableRow } from "@sedge/connector/rows";

/** What a model says of a row. */
export type ModelAnswer = Omit<JudgedRow, "truth">;

/** A model that answers rows of a table, whatever its kind. */
export interface Classifier {
  readonly name: string;
  /** Codes of its classes, in the manifest's order. */
  readonly classes: readonly string[];
  readonly form: AnswerForm;
  /** Whether rows may be labelled out of its scope. */
  readonly hasScope: boolean;
  /** The column of right answers, where they are to be had. */
  readonly labelColumn: string;
  /** Bytes of the weights file. */
  readonly bytes: number;
  /** Answers to rows of a table. Throws CommandError for a column that is missing or a cell that cannot be read. */
  readonly over: (table: Table) => (row: TableRow) => ModelAnswer;
}
