import type { Centres } from "../k-means/point-set.ts";

/** What is known of the clusters between two rounds; one entry of each a centre. */
export interface CellState {
  readonly centres: Centres;
  /** Variance of each of a centre's coordinates around the mean of its people, by noise and by what moved since. */
  readonly doubt: Float64Array;
  /** People, never below 0. */
  readonly counts: Float64Array;
  /** Mean squared distance of the people to the centre. */
  readonly spread: Float64Array;
  /** Variance of the counts, and of the spread, as they are known. */
  readonly countDoubt: Float64Array;
  readonly spreadDoubt: Float64Array;
}
