/** How rows are cut into bins: by equal widths of probability, or into equal numbers of rows. */
export type Binning = "width" | "mass";

/**
 * Expected calibration error, 0 to 1: the mean distance between a bin's mean probability and its share of positives.
 * `width`: 15 bins, as Guo et al. 2017. `mass`: 10 bins, stricter where most probabilities are alike.
 */
export function calibrationError(
  probabilities: readonly number[],
  labels: readonly boolean[],
  binning: Binning,
): number {
  const rows = probabilities
    .map((probability, index) => ({ probability, excess: probability - Number(labels[index]) }))
    .toSorted((a, b) => a.probability - b.probability);
  const excesses = new Map<number, number>();
  rows.forEach(({ probability, excess }, index) => {
    const byWidth = Math.min(14, Math.floor(probability * 15));
    const bin = binning === "width" ? byWidth : Math.floor((index * 10) / rows.length);
    excesses.set(bin, (excesses.get(bin) ?? 0) + excess);
  });
  return [...excesses.values()].reduce((sum, excess) => sum + Math.abs(excess), 0) / rows.length;
}
