import type { BlockIndex } from "./block-index.ts";

/**
 * Calls `each` once for every two records that share a block, the earlier one first. Pairs come in order of the later
 * record; none is stored.
 *
 * @param done - Called now and then with the number of processed records.
 */
export function forEachCandidate(
  { recordsFrom, recordOf, blocksFrom, blockOf }: BlockIndex,
  each: (a: number, b: number) => void,
  done?: (records: number) => void,
): void {
  const records = blocksFrom.length - 1;
  const metBy = new Int32Array(records).fill(-1);
  for (let b = 0; b < records; b++) {
    for (let at = blocksFrom[b] ?? 0; at < (blocksFrom[b + 1] ?? 0); at++) {
      const block = blockOf[at] ?? 0;
      for (let member = recordsFrom[block] ?? 0; member < (recordsFrom[block + 1] ?? 0); member++) {
        const a = recordOf[member] ?? 0;
        if (a >= b) break;
        if (metBy[a] === b) continue;
        metBy[a] = b;
        each(a, b);
      }
    }
    if (done && b % 4096 === 0) done(b);
  }
}
