/** Sizes of change that the test is ready for, in standard deviations a window, each with the same weight. */
const EFFECTS = [0.5, 1, 2] as const;
/** A count's tail is longer than a normal's: a single window counts as at most so many deviations. */
const MAX_DEVIATION = 5;

/** Evidence so far, one number for each effect. */
export type Evidence = readonly number[];

export const NO_EVIDENCE: Evidence = EFFECTS.map(() => 0);

/**
 * Evidence after one more look: the Shiryaev-Roberts e-detector of Shin, Ramdas and Rinaldo (2023, "E-detectors: a nonparametric
 * framework for sequential change detection"), S ← (S + 1)·exp(θz - θ²/2), mixed over sizes θ of the change.
 *
 * While the true deviation is at most 0, exp(θz - θ²/2) has a mean of at most 1, so S after n looks has a mean of at most n. Hence
 * S reaches a bound B within n looks with a chance of at most n/B, and the mean time to a false alarm is at least B looks,
 * however often one looks.
 */
export function accumulate(evidence: Evidence, deviations: number): Evidence {
  const z = Math.min(MAX_DEVIATION, deviations);
  return EFFECTS.map((effect, index) => ((evidence[index] ?? 0) + 1) * Math.exp(effect * z - effect ** 2 / 2));
}

/** The mixture that is compared with the bound. */
export function evidenceOf(evidence: Evidence): number {
  return evidence.reduce((sum, one) => sum + one, 0) / EFFECTS.length;
}
