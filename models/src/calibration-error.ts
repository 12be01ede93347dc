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
  const bins = Map.groupBy(
    rows.map((row, index) => ({
      ...row,
      bin:
        binning === "width" ? Math.min(14, Math.floor(row.probability * 15)) : Math.floor((index * 10) / rows.length),
    })),
    ({ bin }) => bin,
  );
  const distances = Array.from(bins.values(), (bin) => Math.abs(bin.reduce((sum, { excess }) => sum + excess, 0)));
  return distances.reduce((sum, distance) => sum + distance, 0) / rows.length;
}
