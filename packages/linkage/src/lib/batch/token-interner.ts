/** Tokens are distinguished by 64 bits of a hash: among 10 million a mistake has a chance of 3 in a million. */
const FNV_PRIME = 0x01000193;
const FNV_BASIS = 0x811c9dc5;
const SECOND_PRIME = 0x85ebca6b;

/** Gives each distinct string a number: 0, 1, 2 …. Keeps 12 bytes a string, not the string. */
export class TokenInterner {
  #high = new Uint32Array(1 << 12);
  #low = new Uint32Array(1 << 12);
  #numbers = new Int32Array(1 << 12).fill(-1);
  #size = 0;

  /** How many distinct strings it has met. */
  get size(): number {
    return this.#size;
  }

  /** The number of `token`, the same whenever it comes again. */
  numberOf(token: string): number {
    let high = FNV_BASIS;
    let low = SECOND_PRIME;
    for (let at = 0; at < token.length; at++) {
      const unit = token.charCodeAt(at);
      high = Math.imul(high ^ unit, FNV_PRIME);
      low = Math.imul(low + unit, SECOND_PRIME) ^ (low >>> 13);
    }
    high = Math.imul(high ^ (high >>> 15), SECOND_PRIME) >>> 0;
    low = Math.imul(low ^ (low >>> 16), FNV_PRIME) >>> 0;
    const at = this.#slotOf(high, low);
    const known = this.#numbers[at] ?? -1;
    if (known !== -1) return known;
    this.#high[at] = high;
    this.#low[at] = low;
    this.#numbers[at] = this.#size;
    if (++this.#size * 2 > this.#numbers.length) this.#grow();
    return this.#size - 1;
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#numbers.length - 1;
    let at = high & mask;
    while (this.#numbers[at] !== -1 && (this.#high[at] !== high || this.#low[at] !== low)) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [high, low, numbers] = [this.#high, this.#low, this.#numbers];
    this.#high = new Uint32Array(high.length * 2);
    this.#low = new Uint32Array(high.length * 2);
    this.#numbers = new Int32Array(high.length * 2).fill(-1);
    for (const [old, number] of numbers.entries()) {
      if (number === -1) continue;
      const at = this.#slotOf(high[old] ?? 0, low[old] ?? 0);
      this.#high[at] = high[old] ?? 0;
      this.#low[at] = low[old] ?? 0;
      this.#numbers[at] = number;
    }
  }
}
