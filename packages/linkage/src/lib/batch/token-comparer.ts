import { compareInto } from "../scoring/compare.ts";
import type { RecordStore } from "../scoring/record-store.ts";
import type { Comparer } from "./comparer.ts";
import { tokenCounts } from "./token-counts.ts";

/** Compares the records of `store` by their tokens. `tokens` is the number of distinct ones. */
export function tokenComparer(store: RecordStore, tokens: number): Comparer {
  const countOf = tokenCounts(store, tokens);
  return {
    compare: (a, b, into) => compareInto(store, a, b, countOf, into),
    countOf,
  };
}
