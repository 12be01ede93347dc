import { chanceBounds } from "./clopper-pearson.ts";
import { upperQuantile, upperTail } from "./standard-normal.ts";

/** What an attacker's guesses prove about a mechanism, with the stated confidence. */
export interface EmpiricalEpsilon {
  /** ε is at least this, whatever the mechanism. */
  readonly anyMechanism: number;
  /** ε is at least this, if the noise is a Gaussian of some deviation: sees much more in as many runs. */
  readonly gaussian: number;
}

/** Each of the two rates is missed with at most this. */
const ERROR = 0.0125;
const THRESHOLDS = 60;

/** The exact δ of a Gaussian mechanism whose two outputs lie `distance` deviations apart (Balle and Wang 2018). */
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

/** ln((P - δ) / Q) of the event, and of its opposite, each at the end that claims less. */
function anyBound({ caught, wrong }: Rates, delta: number): number {
  const event = caught.low > delta ? Math.log((caught.low - delta) / wrong.high) : 0;
  const opposite = 1 - wrong.high > delta ? Math.log((1 - wrong.high - delta) / (1 - caught.low)) : 0;
  return Math.max(0, event, opposite);
}

function distanceBound({ caught, wrong }: Rates): number {
  if (caught.low <= 0 || wrong.high >= 1) return 0;
  return Math.max(0, upperQuantile(wrong.high) - upperQuantile(caught.low));
}

/** Scores of a mechanism's outputs, higher where a certain person took part. */
export interface AuditScores {
  readonly withPerson: readonly number[];
  readonly without: readonly number[];
  /** Half way between the two without any noise; known before the first run. */
  readonly middle: number;
}

/**
 * A lower bound on a mechanism's ε at δ, with a confidence of 97.5 %, from Clopper-Pearson bounds on how often a threshold
 * tells the two kinds of runs apart. Whatever the mechanism, the best threshold is one far out: it is chosen on one half
 * of the runs and judged on the other. For the Gaussian family (Nasr and others, "Tight Auditing", 2023) the middle does,
 * and no run is spent on choosing.
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
