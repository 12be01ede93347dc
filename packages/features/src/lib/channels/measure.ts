import type { TouchTally } from "../profile/touch-tally.ts";

/**
 * Default shares of an unknown person, toward which little-known people are shrunk: starting values that place absent
 * people near most others. No claim depends on them, and a site's rounds replace what follows from them.
 */
export const USUAL_SHARES = { unresolved: 0.3, displeased: 0.1, opened: 0.2, clicked: 0.05, faults: 0.05 } as const;

/** Features that are 0 for a person whom the channel has never met: counts, sums and spreads. */
export const counts = (...names: readonly string[]) => names.map((name) => ({ name, absent: 0 }));

/** A feature that is a share, with the default for a person whom the channel has never met. */
export const share = (name: keyof typeof USUAL_SHARES) => ({ name, absent: USUAL_SHARES[name] });

/** ln(1 + n) / ln(1 + most): 0 for none, 1 for `most` or more. */
export function logScaled(n: number, most: number): number {
  return Math.min(1, Math.log1p(n) / Math.log1p(most));
}

/** The share of `yes` in `known`, drawn to the usual one as one more touch of the usual kind would draw it. */
export function shareOf(name: keyof typeof USUAL_SHARES, yes: number, known: number): number {
  return (yes + USUAL_SHARES[name]) / (known + 1);
}

/** 0 for one department, near 1 for touches spread evenly over very many: 1 - sum of squared shares. */
export function breadthOf(departments: TouchTally["departments"]): number {
  const touches = departments.map((one) => one.touches);
  const all = touches.reduce((sum, n) => sum + n, 0);
  return all === 0 ? 0 : 1 - touches.reduce((sum, n) => sum + (n / all) ** 2, 0);
}
