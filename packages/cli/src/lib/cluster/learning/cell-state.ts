import type { Centres } from "@sedge/clustering/k-means";

/** State of the clusters between two rounds; each list has one entry per centre. */
export interface CellState {
  readonly centres: Centres;
  /** Variance of each coordinate of a centre around the mean of its people, from what is unknown. */
  readonly doubt: Float64Array;
  /** People, never below 0. */
  readonly counts: Float64Array;
  /** Variance of the counts. */
  readonly countDoubt: Float64Array;
  /** Mean squared distance of the people from their mean. */
  readonly spread: Float64Array;
  /** Variance of the spread. */
  readonly spreadDoubt: Float64Array;
}
