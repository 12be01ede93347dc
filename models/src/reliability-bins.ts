/** Rows with similar probabilities: their mean predicted probability, and the observed share. */
export interface ReliabilityBin {
  /** Mean probability of the bin's rows, 0 to 1. */
  readonly predicted: number;
  /** Share of the bin's rows that came true, 0 to 1. */
  readonly observed: number;
  readonly count: number;
}

/** Bins of equal width that a probability falls into, as in Guo et al. 2017, "On Calibration of Modern Neural Networks". */
const BINS = 15;

/**
 * The rows in 15 bins of equal width, lowest first; empty bins are left out. For an answer among several classes give
 * the likeliest class's probability, and whether it was right.
 */
export function reliabilityBins(probabilities: readonly number[], labels: readonly boolean[]): ReliabilityBin[] {
  const sums = Array.from({ length: BINS }, () => ({ probability: 0, positives: 0, count: 0 }));
  probabilities.forEach((probability, index) => {
    const bin = sums[Math.max(0, Math.min(BINS - 1, Math.floor(probability * BINS)))];
    if (!bin) return;
    bin.probability += probability;
    bin.positives += Number(labels[index] ?? false);
    bin.count += 1;
  });
  return sums
    .filter(({ count }) => count > 0)
    .map(({ probability, positives, count }) => ({
      predicted: probability / count,
      observed: positives / count,
      count,
    }));
}
