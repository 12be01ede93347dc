/** Integers of 32 bits, signed, the same for the same 32-bit seed: splitmix32 (after Steele and others' splitmix). */
function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a_2d97);
    return z ^ (z >>> 15);
  };
}

/** Numbers in [0, 1), the same for the same 32-bit seed, of splitmix32: seeds of k-means, no noise. */
export function seededRandom(seed: number): () => number {
  const next = splitmix32(seed);
  return () => (next() >>> 0) / 0x1_0000_0000;
}

/**
 * Numbers in [0, 1), the same for the same 32-bit seed, of Marsaglia's xorshift128 seeded by splitmix32. The shipped models
 * are trained with it: their weights and hashes follow from this stream.
 */
export function xorshift128(seed: number): () => number {
  const next = splitmix32(seed);
  let [x, y, z, w] = [next(), next(), next(), next()];
  return () => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return (w >>> 0) / 0x1_0000_0000;
  };
}

/** A normal deviate with mean 0 and standard deviation 1 (Box and Muller), for public guesses alone: noise is discrete. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
