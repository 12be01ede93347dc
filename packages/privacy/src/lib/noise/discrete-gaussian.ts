import type { RandomSource } from "../random-source.ts";
import { RandomWords } from "./random-words.ts";

/**
 * One draw of the discrete Laplace distribution with an integer scale: P(x) ∝ exp(-|x| / scale). Exact: Canonne, Kamath
 * and Steinke, "The Discrete Gaussian for Differential Privacy" (2020), Algorithm 2 with s = 1.
 *
 * @param scale - 1 or more.
 */
function discreteLaplace(words: RandomWords, scale: bigint): bigint {
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

/** Variances are multiples of 2^-20, rounded up: never less noise than asked for. */
const VARIANCE_BITS = 20;

/** The variance as a fraction over 2^20, rounded up. */
function varianceNumerator(stdDev: number): bigint {
  const variance = stdDev ** 2 * 2 ** VARIANCE_BITS;
  if (!(stdDev > 0 && variance < Number.MAX_SAFE_INTEGER)) {
    throw new RangeError("a standard deviation lies between 0 and 90,000");
  }
  return BigInt(Math.ceil(variance));
}

/** The whole part of the square root. */
function integerRoot(square: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(Number(square))));
  while (root * root > square) root -= 1n;
  while ((root + 1n) * (root + 1n) <= square) root += 1n;
  return root;
}

/** One draw; see `discreteGaussians`. The variance is `numerator / denominator`, and `scale` about its root. */
function draw(words: RandomWords, numerator: bigint, denominator: bigint, scale: bigint): bigint {
  for (;;) {
    const candidate = discreteLaplace(words, scale);
    // (|y| - σ²/t)² / (2σ²) with σ² = numerator / denominator, t = scale, over one denominator.
    const size = candidate < 0n ? -candidate : candidate;
    const distance = size * scale * denominator - numerator;
    if (words.expChance(distance * distance, 2n * numerator * denominator * scale * scale)) return candidate;
  }
}

/**
 * Independent draws of the discrete Gaussian on the integers: P(x) ∝ exp(-x² / (2σ²)). Exact, with no floating point
 * between the random bits and the result: Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy"
 * (2020), Algorithm 3. Rounding a continuous Gaussian would leak through its holes.
 *
 * @param stdDev - σ, more than 0 and at most 90,000. σ² is taken up to the next multiple of 2^-20. For small σ the
 *   distribution's own standard deviation is a little less, as in the paper.
 * @param count - How many draws.
 * @param random - A CSPRNG. Anyone who can guess it can remove the noise.
 * @throws RangeError outside the range.
 */
export function discreteGaussians(stdDev: number, count: number, random: RandomSource): bigint[] {
  const numerator = varianceNumerator(stdDev);
  const denominator = 1n << BigInt(VARIANCE_BITS);
  const scale = integerRoot(numerator / denominator) + 1n;
  const words = new RandomWords(random);
  return Array.from({ length: count }, () => draw(words, numerator, denominator, scale));
}
