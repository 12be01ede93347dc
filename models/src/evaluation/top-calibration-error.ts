/** Bins of equal width, as Guo et al. 2017. */
const BINS = 15;

/**
 * Expected calibration error of the likeliest class, 0 to 1: how far, in the mean over rows, a bin's mean probability is
 * from its share of right answers (Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", 2017).
 */
export function topCalibrationError(
  rows: readonly { readonly probability: number; readonly isRight: boolean }[],
  bins = BINS,
): number {
  const excesses = new Float64Array(bins);
  for (const { probability, isRight } of rows) {
    const bin = Math.min(bins - 1, Math.floor(probability * bins));
    excesses[bin] = (excesses[bin] ?? 0) + probability - Number(isRight);
  }
  return excesses.reduce((sum, excess) => sum + Math.abs(excess), 0) / rows.length;
}
