import type { Measurement } from "@sedge/protocol";

/** What both operators opened together at the end of a round. */
export interface RoundSums {
  readonly measurement: Measurement;
  /** People in each cell, with noise. */
  readonly counts: ArrayLike<number>;
  /** The coordinates of the first cell, then of the second, and so on, in a vote's steps, with noise. */
  readonly sums: ArrayLike<number>;
  /** Votes that were counted: no secret, as each spent a ballot. */
  readonly people: number;
  /** Standard deviation of the noise in each published count, both operators' together, in people. */
  readonly countStdDev: number;
  /** The same of each published sum, in a vote's steps. */
  readonly sumStdDev: number;
}
