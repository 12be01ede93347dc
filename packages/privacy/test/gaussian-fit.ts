/** How far drawn integers are from the discrete Gaussian that they should come from. */
export interface GaussianFit {
  readonly mean: number;
  readonly variance: number;
  /** Of the distribution itself: where the deviation is small, less than its parameter says. */
  readonly exactVariance: number;
  /** Fourth moment over the squared variance; 3 for a Gaussian. */
  readonly kurtosis: number;
  /** Pearson's statistic of the drawn counts against the exact probabilities. */
  readonly chiSquare: number;
  /** What {@link chiSquare} exceeds with a chance of about 1 in 30,000 (Wilson and Hilferty). */
  readonly chiSquareLimit: number;
  readonly degrees: number;
}

/** Fewest draws expected in a bucket of the statistic; neighbouring integers are put together until there are as many. */
const LEAST_EXPECTED = 20;

/** Compares draws with the discrete Gaussian P(x) ∝ exp(-x² / (2·variance)). */
export function gaussianFit(drawn: readonly number[], variance: number): GaussianFit {
  const moment = (power: number) => drawn.reduce((sum, x) => sum + x ** power, 0) / drawn.length;
  const [statistic, degrees] = pearson(drawn, variance);
  return {
    mean: moment(1),
    variance: moment(2),
    exactVariance: exactVariance(variance),
    kurtosis: moment(4) / moment(2) ** 2,
    chiSquare: statistic,
    chiSquareLimit: degrees * (1 - 2 / (9 * degrees) + 4 * Math.sqrt(2 / (9 * degrees))) ** 3,
    degrees,
  };
}

const weightOf = (x: number, variance: number) => Math.exp(-(x ** 2) / (2 * variance));
const reachOf = (variance: number) => Math.ceil(12 * Math.sqrt(variance)) + 5;

function exactVariance(variance: number): number {
  let [total, squares] = [0, 0];
  for (let x = -reachOf(variance); x <= reachOf(variance); x += 1) {
    total += weightOf(x, variance);
    squares += x ** 2 * weightOf(x, variance);
  }
  return squares / total;
}

function pearson(drawn: readonly number[], variance: number): [statistic: number, degrees: number] {
  const reach = reachOf(variance);
  let total = 0;
  for (let x = -reach; x <= reach; x += 1) total += weightOf(x, variance);
  const counts = new Map<number, number>();
  for (const x of drawn) {
    const bounded = Math.max(-reach, Math.min(reach, x));
    counts.set(bounded, (counts.get(bounded) ?? 0) + 1);
  }
  let statistic = 0;
  let degrees = -1;
  let expected = 0;
  let observed = 0;
  for (let x = -reach; x <= reach; x += 1) {
    expected += (weightOf(x, variance) / total) * drawn.length;
    observed += counts.get(x) ?? 0;
    if (expected < LEAST_EXPECTED && x < reach) continue;
    statistic += (observed - expected) ** 2 / Math.max(expected, 1e-9);
    degrees += 1;
    expected = 0;
    observed = 0;
  }
  return [statistic, degrees];
}
