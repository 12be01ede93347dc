/** One row that a model answered, beside what is right. Classes are numbered as the model lists them. */
export interface JudgedRow {
  /** The right classes: one, several where a model may say several, none for what is out of the model's scope. */
  readonly truth: readonly number[];
  /** The classes that the model says; none if it says that the row is out of its scope, or no class is likely enough. */
  readonly predicted: readonly number[];
  /** Every class's calibrated probability. */
  readonly probabilities: readonly number[];
  /** How likely the row is out of scope, 0 to 1; null where the model does not say. */
  readonly outOfScope: number | null;
  readonly isOutOfScope: boolean;
}
