/** A measurement of a shipped model for one question. */
export interface ModelScore {
  readonly model: string;
  /** The question and its measure, as in the reference figures. */
  readonly measure: string;
  /** 0 to 1, higher is better. */
  readonly value: number | null;
  /**
   * Expected calibration error, 15 bins of equal width: of the likeliest class, or of the asked one where it is one. Null
   * for a score that is measured on something else than what it is a probability of.
   */
  readonly ece: number | null;
  /** Held-out rows. */
  readonly rows: number;
  /** Bytes of the weights file. */
  readonly bytes: number;
  /** Milliseconds per row in Node, including features; null if not measured. */
  readonly msPerRow: number | null;
}

/** Scores of a model, or the reason why there are none. */
export type ModelScores = readonly ModelScore[] | "no data" | "not shipped";
