import type { AlertRule } from "@sedge/protocol/metric-plan";
import type { NoisySum } from "../estimate/interval.ts";

/** What a rule looks at in one window: sums of votes, unweighted. */
export interface Look {
  readonly part: NoisySum;
  /** The line with one value fewer; for `count` it is not looked at. */
  readonly whole: NoisySum;
}

/** What a rule depends on. */
export type AlertTerms = Pick<AlertRule, "measure" | "ratio" | "confidence" | "looks">;

const sumOf = (sums: readonly NoisySum[]): NoisySum => ({
  value: sums.reduce((total, { value }) => total + value, 0),
  variance: sums.reduce((total, { variance }) => total + variance, 0),
});

/**
 * By how many standard deviations a window is above the alert's boundary, which is √ratio times the usual level: half the way, by
 * factors, from the usual level to the one that the rule names. So neither ordinary variation around the usual level nor a
 * level at the ratio is near it. The deviation counts noise and people of the window and of the windows before.
 *
 * @param usual - The same hours of earlier weeks, one window or more.
 */
export function deviation({ measure, ratio }: AlertTerms, { part, whole }: Look, usual: readonly Look[]): number {
  const factor = Math.sqrt(ratio);
  const parts = sumOf(usual.map((look) => look.part));
  const people = Math.max(0, parts.value);
  if (measure === "count") {
    const weeks = usual.length;
    const expected = (factor * parts.value) / weeks;
    // One person more, so that no count of 0 passes for certain.
    const ofUsual = (factor / weeks) ** 2 * (parts.variance + people + 1);
    return (part.value - expected) / Math.sqrt(part.variance + Math.max(0, expected) + 1 + ofUsual);
  }
  const wholes = sumOf(usual.map((look) => look.whole));
  const wholePeople = Math.max(1, wholes.value);
  const level = Math.min(1, (factor * people) / wholePeople);
  const inVariance = Math.min(1, (factor * (people + 1)) / (wholePeople + 2));
  const ofPeople = Math.max(0, whole.value) * inVariance;
  const ofLevel =
    (factor / wholePeople) ** 2 *
    (parts.variance + (people / wholePeople) ** 2 * wholes.variance + people + 1) *
    Math.max(0, whole.value) ** 2;
  return (
    (part.value - level * whole.value) / Math.sqrt(part.variance + level ** 2 * whole.variance + ofPeople + 1 + ofLevel)
  );
}
