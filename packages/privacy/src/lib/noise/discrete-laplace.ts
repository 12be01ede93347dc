import type { RandomWords } from "./random-words.ts";

/**
 * One draw of the discrete Laplace distribution with an integer scale: P(x) ∝ exp(-|x| / scale). Exact: Canonne, Kamath
 * and Steinke, "The Discrete Gaussian for Differential Privacy" (2020), Algorithm 2 with s = 1.
 *
 * @param scale - 1 or more.
 */
export function discreteLaplace(words: RandomWords, scale: bigint): bigint {
  for (;;) {
    const low = words.below(scale);
    if (!words.expChance(low, scale)) continue;
    let turns = 0n;
    while (words.expChance(1n, 1n)) turns += 1n;
    const size = low + scale * turns;
    const negative = words.chance(1n, 2n);
    // Zero has no sign: one of its two is dropped.
    if (negative && size === 0n) continue;
    return negative ? -size : size;
  }
}
