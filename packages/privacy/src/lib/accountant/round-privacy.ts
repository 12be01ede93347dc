/** What a round asks of a vote; see `Measurement` in `@sedge/protocol`. */
export interface VoteSensitivity {
  /** Bits of each coordinate: the vote's integer vector has a squared norm of at most 2^(2·bits-2) - 1. */
  readonly bits: number;
  /** Coordinates beside the count; 0 for a histogram. */
  readonly coordinates: number;
}

/** Standard deviations of the discrete Gaussian that ONE operator adds to each number, in the votes' integer units. */
export interface RoundNoise {
  readonly countStdDev: number;
  /** For each signed sum; means nothing without coordinates. */
  readonly sumStdDev: number;
}

/**
 * The most by which one person can move the vector of all signed sums, squared: 2^(2·bits-2) - 1. The counts move by 1.
 *
 * @throws RangeError unless `bits` is an integer from 2 to 24.
 */
export function squaredNormBound(bits: number): number {
  if (!(Number.isInteger(bits) && bits >= 2 && bits <= 24)) throw new RangeError("bits is an integer from 2 to 24");
  return 4 ** (bits - 1) - 1;
}

/**
 * What a round costs each voter, as zCDP: sensitivity² / (2σ²) of the counts plus that of the sums. Counts one
 * operator's noise, so that the bound is valid even if the other operator is not trusted. In the neighbouring round,
 * the person's vote is empty.
 *
 * @throws RangeError for a deviation that is not above 0.
 */
export function roundRho(round: RoundNoise & VoteSensitivity): number {
  const { countStdDev, sumStdDev, bits, coordinates } = round;
  if (!(countStdDev > 0)) throw new RangeError("countStdDev is more than 0");
  const counts = 1 / (2 * countStdDev ** 2);
  if (coordinates === 0) return counts;
  if (!(sumStdDev > 0)) throw new RangeError("sumStdDev is more than 0");
  return counts + squaredNormBound(bits) / (2 * sumStdDev ** 2);
}

/**
 * The noise that spends `rho` in one round: `countShare` of it on the counts and the rest on the sums.
 *
 * @param countShare - Between 0 and 1; exactly 1 for a histogram, whose `sumStdDev` then is 0.
 * @throws RangeError outside those ranges.
 */
export function noiseFor(rho: number, bits: number, countShare: number): RoundNoise {
  if (!(rho > 0)) throw new RangeError("rho is more than 0");
  if (!(countShare > 0 && countShare <= 1)) throw new RangeError("countShare lies between 0 and 1");
  const countStdDev = Math.sqrt(1 / (2 * rho * countShare));
  if (countShare === 1) return { countStdDev, sumStdDev: 0 };
  return { countStdDev, sumStdDev: Math.sqrt(squaredNormBound(bits) / (2 * rho * (1 - countShare))) };
}
