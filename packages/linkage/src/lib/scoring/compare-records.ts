import type { TokenRecord } from "../terms/token-record.ts";
import { compareInto, emptyLikeness } from "./compare.ts";
import { RecordStore } from "./record-store.ts";

/** How alike two records are: a level number for each comparison, 0 where a field is missing. Plain JSON. */
export type LikenessLevels = readonly number[];

/** The levels of two records, as `estimateModel` takes them. */
export function compareRecords(a: TokenRecord, b: TokenRecord): LikenessLevels {
  const numbers = new Map<string, number>();
  const store = new RecordStore((token) => {
    const number = numbers.get(token) ?? numbers.size;
    numbers.set(token, number);
    return number;
  });
  store.add(a.fields);
  store.add(b.fields);
  const likeness = emptyLikeness();
  compareInto(store, 0, 1, () => 1, likeness);
  return [...likeness.levels];
}
