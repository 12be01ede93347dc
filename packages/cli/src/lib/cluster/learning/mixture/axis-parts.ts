/** A normal distribution along one axis of a grid, by step. The outer steps extend to infinity, as clipped votes do. */
export interface AxisParts {
  /** Share of the distribution in each step. */
  readonly share: Float64Array;
  /** Mean of that share. */
  readonly mean: Float64Array;
  /** Variance of that share. */
  readonly variance: Float64Array;
}

/** Midpoints of the steps along an axis, ascending. Two steps meet halfway between their midpoints. */
export type Axis = Float64Array;

const endOf = (axis: Axis, step: number) => (axis[step]! + axis[step + 1]!) / 2;

const ROOT_OF_TAU = Math.sqrt(2 * Math.PI);
/** Below this share, the moments of a step are those of its nearest border. */
const LEAST_SHARE = 1e-9;

/** The standard normal cumulative distribution at `x`, to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x) * Math.SQRT1_2);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp(-(x * x) / 2);
  return x > 0 ? 1 - tail : tail;
}

/** The shares alone. */
export function axisShares(axis: Axis, mean: number, variance: number): Float64Array {
  const share = new Float64Array(axis.length);
  const deviation = Math.sqrt(variance);
  let below = 0;
  for (let step = 0; step < axis.length; step++) {
    const next = step === axis.length - 1 ? 1 : normalCdf((endOf(axis, step) - mean) / deviation);
    share[step] = next - below;
    below = next;
  }
  return share;
}

/** The shares with their moments: those of a normal distribution truncated to each step. */
export function axisParts(axis: Axis, mean: number, variance: number): AxisParts {
  const share = axisShares(axis, mean, variance);
  const means = new Float64Array(axis.length);
  const variances = new Float64Array(axis.length);
  const deviation = Math.sqrt(variance);
  let from = -Infinity;
  for (let step = 0; step < axis.length; step++) {
    const to = step === axis.length - 1 ? Infinity : (endOf(axis, step) - mean) / deviation;
    if (share[step]! > LEAST_SHARE) {
      const shift = (density(from) - density(to)) / share[step]!;
      const square = 1 + (timesDensity(from) - timesDensity(to)) / share[step]!;
      means[step] = mean + deviation * shift;
      variances[step] = variance * Math.max(0, square - shift * shift);
    } else {
      // Such a step is never an outer one that contains the mean, so it has a border on that side.
      means[step] = endOf(axis, mean > axis[step]! ? step : step - 1);
    }
    from = to;
  }
  return { share, mean: means, variance: variances };
}

const density = (x: number) => (Number.isFinite(x) ? Math.exp(-(x * x) / 2) / ROOT_OF_TAU : 0);
const timesDensity = (x: number) => (Number.isFinite(x) ? x * density(x) : 0);
