/** `probability = sigmoid(logit / temperature + shift)`. */
export interface Calibration {
  readonly temperature: number;
  readonly shift: number;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * The calibration under which the labels are most likely (Platt 1999), by Newton's method with halved steps where a whole
 * one would go too far. The slope is kept within 0.05 and 20, the bounds of a manifest's temperature.
 */
export function plattOf(logits: readonly number[], labels: readonly boolean[]): Calibration {
  let [slope, shift] = [1, 0];
  let loss = lossOf(logits, labels, slope, shift);
  for (let step = 0; step < 50; step += 1) {
    let [gs, gb, hss, hsb, hbb] = [0, 0, 1e-9, 0, 1e-9];
    logits.forEach((logit, index) => {
      const p = sigmoid(slope * logit + shift);
      const error = p - Number(labels[index]);
      const curvature = p * (1 - p);
      gs += error * logit;
      gb += error;
      hss += curvature * logit * logit;
      hsb += curvature * logit;
      hbb += curvature;
    });
    const determinant = hss * hbb - hsb * hsb;
    const moved = (share: number): [number, number] => [
      Math.min(20, Math.max(0.05, slope - (share * (hbb * gs - hsb * gb)) / determinant)),
      shift - (share * (hss * gb - hsb * gs)) / determinant,
    ];
    let share = 1;
    while (share > 1e-6 && !(lossOf(logits, labels, ...moved(share)) <= loss)) share /= 2;
    if (share <= 1e-6) break;
    [slope, shift] = moved(share);
    loss = lossOf(logits, labels, slope, shift);
  }
  return { temperature: 1 / slope, shift };
}

/** Negative log-likelihood of the labels, in nats. */
function lossOf(logits: readonly number[], labels: readonly boolean[], slope: number, shift: number): number {
  return logits.reduce((sum, logit, index) => {
    const signed = (labels[index] ? -1 : 1) * (slope * logit + shift);
    return sum + Math.max(0, signed) + Math.log1p(Math.exp(-Math.abs(signed)));
  }, 0);
}
