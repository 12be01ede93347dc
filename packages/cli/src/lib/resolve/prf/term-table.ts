/** Bytes of a record token. */
export const TOKEN_BYTES = 16;

/** Full slots of the table at most, so that a search stays short. */
const LARGEST_LOAD = 0.7;
const FIRST_SLOTS = 1 << 16;

/**
 * The tokens of distinct terms, by a 64-bit hash of each term instead of the term itself: some 30 bytes a term, where a
 * map of strings has 200. Of twenty million terms, two have one hash with a probability of 1 in 90,000; those two would share a
 * token.
 */
export class TermTable {
  /** High half, low half and number of a term's entry, slot after slot. A number of 0 is an empty slot. */
  #slots = new Uint32Array(3 * FIRST_SLOTS);
  #tokens = new Uint8Array(TOKEN_BYTES * FIRST_SLOTS);
  #size = 0;

  /** Number of distinct terms. */
  get size(): number {
    return this.#size;
  }

  /** Number of a term, from 0. `isNew`: it was not in the table. */
  add(term: string): { readonly number: number; readonly isNew: boolean } {
    if (this.#size + 1 > LARGEST_LOAD * (this.#slots.length / 3)) this.#grow();
    const [high, low] = hashOf(term);
    const slot = slotOf(this.#slots, high, low);
    const known = this.#slots[slot + 2] ?? 0;
    if (known > 0) return { number: known - 1, isNew: false };
    this.#slots[slot] = high;
    this.#slots[slot + 1] = low;
    this.#slots[slot + 2] = this.#size + 1;
    this.#size += 1;
    return { number: this.#size - 1, isNew: true };
  }

  has(term: string): boolean {
    const [high, low] = hashOf(term);
    return (this.#slots[slotOf(this.#slots, high, low) + 2] ?? 0) > 0;
  }

  /** Stores the token of a term. */
  write(number: number, token: Uint8Array): void {
    const end = (number + 1) * TOKEN_BYTES;
    if (end > this.#tokens.length) {
      const larger = new Uint8Array(Math.max(2 * this.#tokens.length, end));
      larger.set(this.#tokens);
      this.#tokens = larger;
    }
    this.#tokens.set(token, number * TOKEN_BYTES);
  }

  /** The token of a term, in base64url. @throws RangeError for an unknown term */
  tokenOf(term: string): string {
    const [high, low] = hashOf(term);
    const number = this.#slots[slotOf(this.#slots, high, low) + 2] ?? 0;
    if (number === 0) throw new RangeError("the term has no token");
    const { buffer, byteOffset } = this.#tokens;
    return Buffer.from(buffer, byteOffset + (number - 1) * TOKEN_BYTES, TOKEN_BYTES).toString("base64url");
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#slots.length);
    for (let at = 0; at < this.#slots.length; at += 3) {
      const [high = 0, low = 0, number = 0] = this.#slots.subarray(at, at + 3);
      if (number > 0) larger.set([high, low, number], slotOf(larger, high, low));
    }
    this.#slots = larger;
  }
}

/** The slot of an entry, or the empty one where it belongs. */
function slotOf(slots: Uint32Array, high: number, low: number): number {
  const count = slots.length / 3;
  for (let at = (low ^ high) & (count - 1); ; at = (at + 1) & (count - 1)) {
    const slot = 3 * at;
    if (slots[slot + 2] === 0 || (slots[slot] === high && slots[slot + 1] === low)) return slot;
  }
}

/** Two hashes of 32 bits with different multipliers (MurmurHash3's), mixed at the end. */
function hashOf(text: string): readonly [high: number, low: number] {
  let [high, low] = [0x9e37_79b9, 0x85eb_ca6b];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0xcc9e_2d51);
    low = Math.imul(low ^ code, 0x1b87_3593);
    high = (high << 15) | (high >>> 17);
    low = (low << 13) | (low >>> 19);
  }
  high = mixed(high ^ text.length);
  return [(high ^ low) >>> 0, (mixed(low ^ high) + high) >>> 0];
}

function mixed(value: number): number {
  let mix = value ^ (value >>> 16);
  mix = Math.imul(mix, 0x85eb_ca6b);
  mix ^= mix >>> 13;
  mix = Math.imul(mix, 0xc2b2_ae35);
  return mix ^ (mix >>> 16);
}
