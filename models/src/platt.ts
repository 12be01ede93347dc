/** `probability = sigmoid(logit / temperature + shift)`. */
export interface Calibration {
  readonly temperature: number;
  readonly shift: number;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * The calibration under which the labels are most likely (Platt 1999), by Newton's method. The slope is kept within
 * 0.05 and 20, the bounds of a manifest's temperature.
 */
export function plattOf(logits: readonly number[], labels: readonly boolean[]): Calibration {
  let [slope, shift] = [1, 0];
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
    slope = Math.min(20, Math.max(0.05, slope - (hbb * gs - hsb * gb) / determinant));
    shift -= (hss * gb - hsb * gs) / determinant;
  }
  return { temperature: 1 / slope, shift };
}
