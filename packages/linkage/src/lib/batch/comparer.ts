import type { CountOf, Likeness } from "../scoring/compare.ts";

/** What compares records by their numbers: over tokens, or, for measuring alone, over texts. */
export interface Comparer {
  /** Compares two records; writes to `into`. */
  compare(a: number, b: number, into: Likeness): void;
  /** How many records have a shared token. */
  readonly countOf: CountOf;
}
