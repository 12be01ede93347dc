import type { RandomSource } from "../random-source.ts";

/** Bytes asked of the source at once: few calls, and still one page. */
const BATCH_BYTES = 4096;
const WORD_BITS = 32n;

/**
 * Draws random words from a source in batches. A word is used once.
 *
 * Every decision is exact: a chance is a fraction of integers, compared digit by digit with random bits until they part.
 */
export class RandomWords {
  readonly #random: RandomSource;
  #batch: DataView = new DataView(new ArrayBuffer(0));
  #next = 0;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  /** 32 random bits. */
  word(): number {
    if (this.#next + 4 > this.#batch.byteLength) {
      const bytes = this.#random(BATCH_BYTES);
      this.#batch = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#next = 0;
    }
    const word = this.#batch.getUint32(this.#next);
    this.#next += 4;
    return word;
  }

  /** Uniform on 0 … bound - 1, by rejection. */
  below(bound: bigint): bigint {
    let words = 1n;
    while (1n << (WORD_BITS * words) < bound) words += 1n;
    const range = 1n << (WORD_BITS * words);
    const fair = range - (range % bound);
    for (;;) {
      let drawn = 0n;
      for (let word = 0n; word < words; word += 1n) drawn = (drawn << WORD_BITS) | BigInt(this.word());
      if (drawn < fair) return drawn % bound;
    }
  }

  /** True with chance `numerator / denominator`, which is at most 1. */
  chance(numerator: bigint, denominator: bigint): boolean {
    let rest = numerator;
    for (;;) {
      // The next 32 binary digits of the chance against 32 random ones; equal digits decide nothing.
      const scaled = rest << WORD_BITS;
      const digits = scaled / denominator;
      const drawn = BigInt(this.word());
      if (drawn !== digits) return drawn < digits;
      rest = scaled - digits * denominator;
      if (rest === 0n) return false;
    }
  }

  /** True with chance exp(-numerator / denominator): Canonne, Kamath and Steinke 2020, Algorithm 1. */
  expChance(numerator: bigint, denominator: bigint): boolean {
    let rest = numerator;
    while (rest > denominator) {
      if (!this.#expChanceToOne(1n, 1n)) return false;
      rest -= denominator;
    }
    return this.#expChanceToOne(rest, denominator);
  }

  /** The same for a fraction of at most 1. */
  #expChanceToOne(numerator: bigint, denominator: bigint): boolean {
    let turn = 1n;
    while (this.chance(numerator, denominator * turn)) turn += 1n;
    return turn % 2n === 1n;
  }
}
