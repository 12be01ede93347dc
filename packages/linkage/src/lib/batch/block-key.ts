import type { RecordStore } from "../scoring/record-store.ts";
import { slotNumber } from "../scoring/slot-number.ts";
import { BLOCK_RULES } from "../terms/block-rule.ts";
import { MAX_BLOCKS_OF_A_RULE } from "../terms/block-token.ts";

const SLOTS_OF = BLOCK_RULES.map(({ slots }) => slots.map(slotNumber));
/** Odd constants that spread bits (from Murmur3's finalizer and the golden ratio). */
const [ONE, TWO, THREE] = [0x85ebca6b, 0xc2b2ae35, 0x9e3779b1];
const LOW = 0x100000000;

/** A key of 53 bits for a key and one more token: different ones collide once in 2^53. */
function joined(key: number, token: number): number {
  const low = key | 0;
  const high = Math.floor(key / LOW);
  let x = Math.imul(low ^ Math.imul(token + 1, ONE), TWO);
  x ^= x >>> 15;
  let y = Math.imul((high + 1) ^ Math.imul(token + 1, THREE) ^ x, ONE);
  y ^= y >>> 13;
  x = Math.imul(x ^ y, THREE);
  return (y >>> 11) * LOW + ((x ^ (x >>> 16)) >>> 0);
}

/** The keys of the blocks that rule number `rule` puts a record in: the numbered form of its block tokens. */
export function blockKeys(store: RecordStore, record: number, rule: number): number[] {
  let keys = [rule + 1];
  for (const slot of SLOTS_OF[rule] ?? []) {
    const longer: number[] = [];
    const end = store.end(record, slot);
    for (const key of keys) {
      for (let at = store.begin(record, slot); at < end && longer.length < MAX_BLOCKS_OF_A_RULE; at++) {
        longer.push(joined(key, store.tokens[at] ?? 0));
      }
    }
    keys = longer;
    if (keys.length === 0) break;
  }
  return keys;
}
