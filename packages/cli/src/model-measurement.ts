import type { Table } from "@sedge/connector/rows";
import { classifierOf } from "./lib/models/stored-classifier.ts";
import { type Measured, measure } from "./lib/models/figures.ts";
import { readStoredModel } from "@sedge/connector/stored-model";

export type { Table, TableRow } from "@sedge/connector/rows";
export type { Measured } from "./lib/models/figures.ts";

/** A measurement with its model and data. */
export interface ModelMeasurement extends Measured {
  /** Codes of the model's classes, which the judged rows number. */
  readonly classes: readonly string[];
}

/**
 * Measures the model in a folder on labelled rows, as `sedge models eval` does. `now`: a clock in milliseconds. Throws
 * CommandError for an invalid folder, and for rows that do not fit the model.
 */
export function measureModel(folder: string, table: Table, now: () => number): ModelMeasurement {
  const classifier = classifierOf(readStoredModel(folder));
  return { ...measure(classifier, table, now), classes: classifier.classes };
}
