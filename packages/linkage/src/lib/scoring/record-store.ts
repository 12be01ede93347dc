import { slotPath } from "../terms/slot.ts";
import type { TokenFields } from "../terms/block-token.ts";
import { SLOTS } from "./slot-number.ts";

const PATHS = SLOTS.map(slotPath);

const STRIDE = SLOTS.length + 1;

/** Most tokens of a record that count; offsets within a record are bytes. */
const MAX_TOKENS = 255;

/** Records as integers: a token is its number, and a record's tokens are stored slot by slot, sorted within each. */
export class RecordStore {
  #tokens = new Int32Array(1024);
  #used = 0;
  #starts = new Float64Array(64);
  #offsets = new Uint8Array(64 * STRIDE);
  #size = 0;
  readonly #numberOf: (token: string) => number;

  /** @param numberOf - A number from 0 for each distinct token. */
  constructor(numberOf: (token: string) => number) {
    this.#numberOf = numberOf;
  }

  /** How many records are in it. */
  get size(): number {
    return this.#size;
  }

  /** All tokens of all records, back to back. */
  get tokens(): Int32Array {
    return this.#tokens;
  }

  /** Where a record's tokens at slot number `slot` begin in `tokens`. */
  begin(record: number, slot: number): number {
    return (this.#starts[record] ?? 0) + (this.#offsets[record * STRIDE + slot] ?? 0);
  }

  /** Where they end. */
  end(record: number, slot: number): number {
    return this.begin(record, slot + 1);
  }

  /** Adds a record and returns its number: 0, 1, 2 … */
  add(fields: TokenFields): number {
    const record = this.#size++;
    this.#room();
    this.#starts[record] = this.#used;
    const base = record * STRIDE;
    let offset = 0;
    for (const [slot, [field, kind]] of PATHS.entries()) {
      this.#offsets[base + slot] = offset;
      const tokens = fields[field]?.[kind];
      if (!tokens) continue;
      const begin = this.#used + offset;
      const count = Math.min(tokens.length, MAX_TOKENS - offset);
      for (let at = 0; at < count; at++)
        insertSorted(this.#tokens, begin, begin + at, this.#numberOf(tokens[at] ?? ""));
      offset += count;
    }
    this.#offsets[base + SLOTS.length] = offset;
    this.#used += offset;
    return record;
  }

  /** Makes room for one more record. */
  #room(): void {
    if (this.#size > this.#starts.length) {
      this.#starts = grown(this.#starts, new Float64Array(this.#starts.length * 2));
      this.#offsets = grown(this.#offsets, new Uint8Array(this.#offsets.length * 2));
    }
    if (this.#used + MAX_TOKENS > this.#tokens.length) {
      this.#tokens = grown(this.#tokens, new Int32Array(this.#tokens.length * 2));
    }
  }
}

/** Puts `value` into the sorted numbers from `begin` to `end`. They are few, so that this is the fastest way. */
function insertSorted(list: Int32Array, begin: number, end: number, value: number): void {
  let at = end;
  for (; at > begin && (list[at - 1] ?? 0) > value; at--) list[at] = list[at - 1] ?? 0;
  list[at] = value;
}

function grown<T extends Float64Array | Uint8Array | Int32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
