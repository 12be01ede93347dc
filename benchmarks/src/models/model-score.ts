/** What was measured of one shipped model, by what it is asked. */
export interface ModelScore {
  readonly model: string;
  /** The question and its measure, as the yardsticks have it. */
  readonly measure: string;
  /** 0 to 1, more is better. */
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
  /** Milliseconds a row in this Node, features included; null where it was not timed. */
  readonly msPerRow: number | null;
}

/** Scores of a model, or why there are none. */
export type ModelScores = readonly ModelScore[] | "no data" | "not shipped";
