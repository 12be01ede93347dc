import type { AnswerForm } from "@sedge/models/evaluation";
import type { JudgedRow } from "@sedge/models/judged-row";
import type { Table, TableRow } from "@sedge/connector/rows";

/** A model's prediction for a row. */
export interface ModelAnswer extends Omit<JudgedRow, "truth"> {
  /** The language of a text that the model was not taught, as an ISO 639-1 code; then no class is predicted. */
  readonly unsupportedLanguage?: string;
}

/** A model of any kind that predicts rows of a table. */
export interface Classifier {
  readonly name: string;
  /** Codes of its classes, in the manifest's order. */
  readonly classes: readonly string[];
  readonly form: AnswerForm;
  /** Whether rows can be labelled out of scope. */
  readonly hasScope: boolean;
  /** The column of labels, if there is one. */
  readonly labelColumn: string;
  /** Bytes of the weights file. */
  readonly bytes: number;
  /** Predicts rows of a table. Throws CommandError for a missing column or an invalid cell. */
  readonly over: (table: Table) => (row: TableRow) => ModelAnswer;
}
