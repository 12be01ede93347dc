import { logLoss } from "./log-loss.ts";

/** `softmax(logits / temperature + shifts)`. */
export interface SoftmaxCalibration {
  readonly temperature: number;
  readonly shifts: number[];
}

/**
 * How far slope and shift are expected to be from 1 and 0 before any label is seen (a normal prior's deviation). The
 * student learnt calibrated probabilities: a few dozen positives must not argue it far away from them.
 */
const PRIOR_DEVIATION = 0.15;

const rounded = (x: number) => Number(x.toPrecision(6));

/**
 * The most probable calibration given the labels: of two classes Platt's, with a shift; of more a temperature alone
 * (Guo et al. 2017), 0.05 to 20.
 *
 * @param logits - Row-major, one a class.
 */
export function softmaxCalibration(logits: Float64Array, labels: Int32Array, classes: number): SoftmaxCalibration {
  if (classes === 2) {
    const { slope, shift } = binaryCalibration(logits, labels);
    return { temperature: rounded(1 / slope), shifts: [0, rounded(shift)] };
  }
  const loss = (logTemperature: number) =>
    logLoss(
      logits.map((logit) => logit / Math.exp(logTemperature)),
      labels,
      classes,
    ) +
    (logTemperature / PRIOR_DEVIATION) ** 2 / (2 * labels.length);
  const temperature = Math.exp(least(loss, Math.log(0.05), Math.log(20)));
  return { temperature: rounded(temperature), shifts: Array.from({ length: classes }, () => 0) };
}

/** Platt's scaling of the difference of two logits, by Newton's method. */
function binaryCalibration(logits: Float64Array, labels: Int32Array): { slope: number; shift: number } {
  const precision = PRIOR_DEVIATION ** -2;
  let [slope, shift] = [1, 0];
  for (let step = 0; step < 30; step += 1) {
    let [gs, gb, hss, hsb, hbb] = [precision * (slope - 1), precision * shift, precision, 0, precision];
    labels.forEach((label, row) => {
      const difference = (logits[2 * row + 1] ?? 0) - (logits[2 * row] ?? 0);
      const p = 1 / (1 + Math.exp(-(slope * difference + shift)));
      const curvature = p * (1 - p);
      gs += (p - label) * difference;
      gb += p - label;
      hss += curvature * difference * difference;
      hsb += curvature * difference;
      hbb += curvature;
    });
    const determinant = hss * hbb - hsb * hsb;
    slope = Math.min(20, Math.max(0.05, slope - (hbb * gs - hsb * gb) / determinant));
    shift -= (hss * gb - hsb * gs) / determinant;
  }
  return { slope, shift };
}

/** Where a function with one valley is least, by golden section. */
function least(of: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  for (let step = 0; step < 40; step += 1) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (of(left) < of(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
