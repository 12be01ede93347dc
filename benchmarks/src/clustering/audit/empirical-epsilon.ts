import { chanceBounds } from "./clopper-pearson.ts";
import { upperQuantile, upperTail } from "./standard-normal.ts";

/** Lower bounds on a mechanism's ε that an attacker's guesses prove, with the stated confidence. */
export interface EmpiricalEpsilon {
  /** ε is at least this for any mechanism. */
  readonly anyMechanism: number;
  /** ε is at least this if the noise is Gaussian. A tighter bound from the same number of runs. */
  readonly gaussian: number;
}

/** The error of each of the two rates. */
const ERROR = 0.0125;
const THRESHOLDS = 60;

/** The exact δ of a Gaussian mechanism whose two outputs are `distance` deviations apart (Balle and Wang 2018). */
function gaussianDelta(distance: number, epsilon: number): number {
  return (
    upperTail(epsilon / distance - distance / 2) - Math.exp(epsilon) * upperTail(epsilon / distance + distance / 2)
  );
}

/** Its ε at δ. */
export function gaussianEpsilon(distance: number, delta: number): number {
  if (distance <= 0) return 0;
  let [low, high] = [0, 1];
  while (gaussianDelta(distance, high) > delta) high *= 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (gaussianDelta(distance, middle) > delta) low = middle;
    else high = middle;
  }
  return low;
}

interface Rates {
  readonly caught: { readonly low: number; readonly high: number };
  readonly wrong: { readonly low: number; readonly high: number };
}

function ratesAt(threshold: number, withPerson: readonly number[], without: readonly number[]): Rates {
  const above = (scores: readonly number[]) => scores.filter((score) => score > threshold).length;
  return {
    caught: chanceBounds(above(withPerson), withPerson.length, ERROR),
    wrong: chanceBounds(above(without), without.length, ERROR),
  };
}

/** ln((P - δ) / Q) of the event and of its complement, each at the conservative end. */
function anyBound({ caught, wrong }: Rates, delta: number): number {
  const event = caught.low > delta ? Math.log((caught.low - delta) / wrong.high) : 0;
  const opposite = 1 - wrong.high > delta ? Math.log((1 - wrong.high - delta) / (1 - caught.low)) : 0;
  return Math.max(0, event, opposite);
}

function distanceBound({ caught, wrong }: Rates): number {
  if (caught.low <= 0 || wrong.high >= 1) return 0;
  return Math.max(0, upperQuantile(wrong.high) - upperQuantile(caught.low));
}

/** Scores of a mechanism's outputs, higher for runs with the person. */
export interface AuditScores {
  readonly withPerson: readonly number[];
  readonly without: readonly number[];
  /** The midpoint of the two scores without noise, known before the first run. */
  readonly middle: number;
}

/**
 * A lower bound on a mechanism's ε at δ with 97.5 % confidence, from Clopper-Pearson bounds on how often a threshold
 * separates the two kinds of runs. For any mechanism, the best threshold is far out: it is chosen on one half of the runs and
 * evaluated on the other. For the Gaussian family (Nasr et al., "Tight Auditing", 2023) the midpoint suffices, and no run is
 * needed to choose it.
 */
export function empiricalEpsilon({ withPerson, without, middle }: AuditScores, delta: number): EmpiricalEpsilon {
  const half = (scores: readonly number[], parity: number) => scores.filter((_, index) => index % 2 === parity);
  const [chosenWith, chosenWithout] = [half(withPerson, 0), half(without, 0)];
  const sorted = [...chosenWith, ...chosenWithout].toSorted((a, b) => a - b);
  const candidates = Array.from({ length: THRESHOLDS }, (_, step) => {
    const threshold = sorted[Math.floor(((step + 0.5) / THRESHOLDS) * sorted.length)] ?? 0;
    return { threshold, bound: anyBound(ratesAt(threshold, chosenWith, chosenWithout), delta) };
  });
  const { threshold } = candidates.reduce((one, other) => (other.bound > one.bound ? other : one));
  return {
    anyMechanism: anyBound(ratesAt(threshold, half(withPerson, 1), half(without, 1)), delta),
    gaussian: gaussianEpsilon(distanceBound(ratesAt(middle, withPerson, without)), delta),
  };
}
