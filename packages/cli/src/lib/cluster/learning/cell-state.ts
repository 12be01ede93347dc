import type { Centres } from "@sedge/clustering/k-means";

/** What is known of the clusters between two rounds; one entry of each a centre. */
export interface CellState {
  readonly centres: Centres;
  /** Variance of each of a centre's coordinates around the mean of its people, as far as it is not known. */
  readonly doubt: Float64Array;
  /** People, never below 0. */
  readonly counts: Float64Array;
  /** Variance of the counts as they are known. */
  readonly countDoubt: Float64Array;
  /** Mean squared distance of the people to their mean. */
  readonly spread: Float64Array;
  /** Variance of the spread as it is known. */
  readonly spreadDoubt: Float64Array;
}
