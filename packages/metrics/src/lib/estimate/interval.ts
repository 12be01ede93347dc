/** 97.5 % of a normal distribution lie below it: an interval of as many deviations to both sides covers 95 %. */
export const Z_95 = 1.959963985;

/** A number with what is likely. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A count of people with a 95 % interval. */
export interface CountEstimate extends Interval {
  /** Unbiased; may be negative where there is nobody. */
  readonly count: number;
  /** Whether the interval is wider than the count: then the count says little. */
  readonly isWide: boolean;
}

/** What is known of a sum before people are counted from it. */
export interface NoisySum {
  /** Votes, with noise. */
  readonly value: number;
  /** Of the noise that is left in it. */
  readonly variance: number;
}

/**
 * The count of people behind a sum of votes, with the 95 % interval of what would be expected in such a window. It covers the noise;
 * random selection, by which each person votes with a chance of 1/weight; and people, who come or not (Poisson). The interval holds
 * every expected count λ that the sum does not contradict: |x - λ| ≤ z·√(noise + weight·λ), where selection and people
 * together have the variance weight·λ.
 *
 * @param weight - People that a vote stands for, 1 or more.
 */
export function countEstimate({ value, variance }: NoisySum, weight: number): CountEstimate {
  const count = value * weight;
  const noise = variance * weight ** 2;
  const spread = (Z_95 ** 2 * weight) / 2;
  const reach = Z_95 * Math.sqrt(Math.max(0, noise + weight * count + spread ** 2 / Z_95 ** 2));
  const low = Math.max(0, count + spread - reach);
  const high = Math.max(0, count + spread + reach);
  return { count, low, high, isWide: high - low > Math.abs(count) };
}

/**
 * A part as a share of its whole, with its 95 % interval (Fieller 1954, with the variance of people under each share, as Wilson's):
 * every share R for which |part - R·whole| ≤ z·√(var(part - R·whole)). Where noise hides the whole, this is all of 0 to 1.
 *
 * @param covariance - Of the noise of part and whole.
 */
export function shareEstimate(
  part: NoisySum,
  whole: NoisySum,
  covariance: number,
): Interval & { readonly share: number; readonly isWide: boolean } {
  const [a, b] = [part.value, whole.value];
  const z2 = Z_95 ** 2;
  // In votes: those of the part vary by R(1 - R) of the whole. The weight is in both and cancels out.
  const people = Math.max(0, b);
  const square = b * b - z2 * (whole.variance - people);
  const linear = -2 * a * b + z2 * (2 * covariance - people);
  const constant = a * a - z2 * part.variance;
  const { low, high } = sharesBelowZero(square, linear, constant);
  const share = b > 0 ? Math.min(1, Math.max(0, a / b)) : Number.NaN;
  return { share, low, high, isWide: !(high - low <= share) };
}

/** The hull of all R in 0 … 1 with square·R² + linear·R + constant ≤ 0. */
function sharesBelowZero(square: number, linear: number, constant: number): Interval {
  const at = (share: number) => square * share ** 2 + linear * share + constant;
  const discriminant = linear ** 2 - 4 * square * constant;
  const roots =
    discriminant < 0 || square === 0
      ? []
      : [-1, 1].map((sign) => (-linear + sign * Math.sqrt(discriminant)) / (2 * square));
  const inside = [0, 1, ...roots].filter(
    (share) => share >= 0 && share <= 1 && at(share) <= 1e-9 * Math.abs(square) + 1e-12,
  );
  if (inside.length < 2) {
    // The whole line, or nothing of it, or one point at the edge.
    const [only] = inside;
    return only === undefined ? { low: 0, high: 1 } : { low: only, high: only };
  }
  return { low: Math.min(...inside), high: Math.max(...inside) };
}

/**
 * The ratio of two independent or dependent estimates with its 95 % interval (Fieller 1954). Its ends are infinite where the
 * denominator may be 0.
 */
export function ratioEstimate(
  numerator: NoisySum,
  denominator: NoisySum,
  covariance = 0,
): Interval & { readonly ratio: number } {
  const [a, b] = [numerator.value, denominator.value];
  const z2 = Z_95 ** 2;
  const ratio = a / b;
  const square = b * b - z2 * denominator.variance;
  const linear = a * b - z2 * covariance;
  const constant = a * a - z2 * numerator.variance;
  const discriminant = linear ** 2 - square * constant;
  if (square <= 0 || discriminant < 0) return { ratio, low: -Infinity, high: Infinity };
  const reach = Math.sqrt(discriminant);
  return { ratio, low: (linear - reach) / square, high: (linear + reach) / square };
}

/** The difference of two independent shares with its interval, from theirs (Newcombe 1998, method 10). */
export function shareDifference(
  one: Interval & { readonly share: number },
  other: Interval & { readonly share: number },
): Interval & { readonly difference: number } {
  const difference = one.share - other.share;
  return {
    difference,
    low: difference - Math.hypot(one.share - one.low, other.high - other.share),
    high: difference + Math.hypot(one.high - one.share, other.share - other.low),
  };
}
