import type { RecordStore } from "../scoring/record-store.ts";
import { BLOCK_RULES } from "../terms/block-rule.ts";
import { blockKeys } from "./block-key.ts";
import { GrowingList } from "./growing-list.ts";
import { KeyTable } from "./key-table.ts";

/** Blocks of all records, as two flat lists that point at each other. */
export interface BlockIndex {
  /** Where the records of a block begin in `recordOf`; one more entry than there are blocks. Records of a block ascend. */
  readonly recordsFrom: Int32Array;
  readonly recordOf: Int32Array;
  /** Where the blocks of a record begin in `blockOf`; one more entry than there are records. */
  readonly blocksFrom: Int32Array;
  readonly blockOf: Int32Array;
}

/** Most pairs, as a block counts them, that a run compares: about two minutes of one thread. */
const MAX_PAIRS = 40_000_000;

const integers = (length: number): Int32Array => new Int32Array(length);

/**
 * The blocks of all records of `store`, rule by rule. Leaves out a block of one record, which compares nothing, and one
 * of more than `maxBlock`, whose token is too common to identify anyone.
 */
export function blockIndex(store: RecordStore, maxBlock: number): BlockIndex {
  const recordsFrom = new GrowingList(integers);
  const recordOf = new GrowingList(integers);
  recordsFrom.push(0);
  for (let rule = 0; rule < BLOCK_RULES.length; rule++) addBlocks(store, rule, maxBlock, recordsFrom, recordOf);
  return turned(store.size, recordsFrom.view(), recordOf.view());
}

function addBlocks(
  store: RecordStore,
  rule: number,
  maxBlock: number,
  recordsFrom: GrowingList<Int32Array>,
  recordOf: GrowingList<Int32Array>,
): void {
  const table = new KeyTable();
  const blocks = new GrowingList(integers);
  const records = new GrowingList(integers);
  for (let record = 0; record < store.size; record++) {
    for (const key of new Set(blockKeys(store, record, rule))) {
      blocks.push(table.numberOf(key));
      records.push(record);
    }
  }
  const [blockOf, owner] = [blocks.view(), records.view()];
  const sizes = new Int32Array(table.size);
  for (const block of blockOf) sizes[block] = (sizes[block] ?? 0) + 1;
  const next = new Int32Array(table.size).fill(-1);
  let end = recordOf.size;
  for (let block = 0; block < sizes.length; block++) {
    const size = sizes[block] ?? 0;
    if (size < 2 || size > maxBlock) continue;
    next[block] = end;
    end += size;
    recordsFrom.push(end);
  }
  recordOf.extend(end);
  const into = recordOf.view();
  for (const [at, block] of blockOf.entries()) {
    const place = next[block] ?? -1;
    if (place === -1) continue;
    into[place] = owner[at] ?? 0;
    next[block] = place + 1;
  }
}

/**
 * Leaves out the largest blocks until the rest count no more than `maxPairs` pairs: among many records even fairly common
 * tokens say little, and what remains finds nearly all matches.
 */
export function affordable(index: BlockIndex, maxPairs = MAX_PAIRS): BlockIndex {
  const { recordsFrom, recordOf } = index;
  const pairsOf: number[] = [];
  for (let block = 0; block + 1 < recordsFrom.length; block++) {
    const size = (recordsFrom[block + 1] ?? 0) - (recordsFrom[block] ?? 0);
    pairsOf[size] = (pairsOf[size] ?? 0) + (size * (size - 1)) / 2;
  }
  let largest = 1;
  for (let pairs = 0; largest < pairsOf.length; largest++) {
    pairs += pairsOf[largest] ?? 0;
    if (pairs > maxPairs) break;
  }
  if (largest === pairsOf.length) return index;
  const fewer = { recordsFrom: new GrowingList(integers), recordOf: new GrowingList(integers) };
  fewer.recordsFrom.push(0);
  for (let block = 0; block + 1 < recordsFrom.length; block++) {
    const [from, to] = [recordsFrom[block] ?? 0, recordsFrom[block + 1] ?? 0];
    if (to - from >= largest) continue;
    for (let at = from; at < to; at++) fewer.recordOf.push(recordOf[at] ?? 0);
    fewer.recordsFrom.push(fewer.recordOf.size);
  }
  return turned(index.blocksFrom.length - 1, fewer.recordsFrom.view(), fewer.recordOf.view());
}

/** The same from the records' side. */
function turned(records: number, recordsFrom: Int32Array, recordOf: Int32Array): BlockIndex {
  const blocksFrom = new Int32Array(records + 1);
  for (const record of recordOf) blocksFrom[record + 1] = (blocksFrom[record + 1] ?? 0) + 1;
  for (let record = 0; record < records; record++) {
    blocksFrom[record + 1] = (blocksFrom[record + 1] ?? 0) + (blocksFrom[record] ?? 0);
  }
  const blockOf = new Int32Array(recordOf.length);
  const next = blocksFrom.slice(0, records);
  for (let block = 0; block + 1 < recordsFrom.length; block++) {
    for (let at = recordsFrom[block] ?? 0; at < (recordsFrom[block + 1] ?? 0); at++) {
      const record = recordOf[at] ?? 0;
      blockOf[next[record] ?? 0] = block;
      next[record] = (next[record] ?? 0) + 1;
    }
  }
  return { recordsFrom, recordOf, blocksFrom, blockOf };
}
