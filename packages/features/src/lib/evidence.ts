/** How much one sign says at most, and from which count on it says anything. */
export interface EvidenceRule {
  /** Count below which the sign is ordinary and says nothing; at least 1. */
  readonly threshold: number;
  /** What ever so many of it come up to, 0 to 1. */
  readonly weight: number;
}

/**
 * Strength of a sign that was counted so often, 0 to `weight`: nothing below the threshold, half the weight at it,
 * three quarters at three times as many, and never quite the weight.
 */
export function strengthOf({ threshold, weight }: EvidenceRule, count: number): number {
  return count < threshold ? 0 : (weight * count) / (count + threshold);
}

/**
 * Independent signs together, 0 to 1: the chance that at least one of them is right (noisy or, Pearl 1988). One sign
 * more, or a stronger one, never lowers it.
 */
export function together(strengths: readonly number[]): number {
  return 1 - strengths.reduce((rest, strength) => rest * (1 - strength), 1);
}
