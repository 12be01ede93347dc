import { COMPARISONS } from "../scoring/comparison.ts";
import type { CountOf } from "../scoring/compare.ts";
import type { RecordStore } from "../scoring/record-store.ts";
import { slotNumber } from "../scoring/slot-number.ts";

/**
 * A comparison's own list, by its number. Names share tokens across fields, so that given names, surnames and other words
 * are counted apart; every other field's tokens are its own or rare enough to share one list.
 */
const LIST_OF: readonly number[] = COMPARISONS.map(({ field }) =>
  field === "surname" ? 1 : field === "fullName" || field === "locality" || field === "addressDetail" ? 2 : 0,
);
const LISTS = 3;

/** The slots of each comparison whose tokens count by frequency; of a level that looks across fields, the first. */
const COUNTED: readonly (readonly number[])[] = COMPARISONS.map(({ levels }) => [
  ...new Set(
    levels.filter(({ byFrequency }) => byFrequency).flatMap(({ shares }) => shares.map(([slot]) => slotNumber(slot))),
  ),
]);

/** How many records of `store` have each token in each comparison's field. */
export function tokenCounts(store: RecordStore, tokens: number): CountOf {
  const lists = Array.from({ length: LISTS }, () => new Int32Array(tokens));
  for (let record = 0; record < store.size; record++) {
    for (const [comparison, slots] of COUNTED.entries()) {
      const list = lists[LIST_OF[comparison] ?? 0];
      for (const slot of list ? slots : []) {
        for (let at = store.begin(record, slot); at < store.end(record, slot); at++) {
          const token = store.tokens[at] ?? 0;
          if (list) list[token] = (list[token] ?? 0) + 1;
        }
      }
    }
  }
  return (comparison, token) => lists[LIST_OF[comparison] ?? 0]?.[token] ?? 0;
}
