import { sha256 } from "@noble/hashes/sha2.js";
import { BUDGET_SECONDS, type PlanWindow } from "@sedge/protocol/metric-plan";

const DAY_SECONDS = 86_400;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** What selection depends on; public, and the same for every device. */
export type SelectionTerms = Pick<PlanWindow, "seconds" | "votes" | "weight">;

/**
 * How many people a vote stands for: the inverse of a device's chance to be selected for a window. It is what the plan states. A plan
 * that states none gets the smallest weight with which no device is ever selected more often than it may vote in any 28 days, and
 * which does not divide a day, so that a device's hour changes. With a smaller one, people who come often reach their bound and
 * are then not counted until it renews.
 */
export function selectionWeight({ seconds, votes, weight: stated }: SelectionTerms): number {
  if (stated !== undefined) return stated;
  const windowsADay = Math.max(1, Math.floor(DAY_SECONDS / seconds));
  let weight = Math.ceil(BUDGET_SECONDS / seconds / votes);
  while (weight > 1 && divisor(weight, windowsADay) !== 1) weight += 1;
  return Math.max(1, weight);
}

/** The number of the window that a time is in. */
export function windowIndex(seconds: number, timeSeconds: number): number {
  return Math.floor(timeSeconds / seconds);
}

/**
 * A device's random start, for ever the same: it is selected for every window whose number leaves this remainder.
 *
 * @param secret - At least 16 random bytes of the device, or of the connector for this person. They never leave it.
 */
export function selectionStart(secret: Uint8Array, site: string, terms: SelectionTerms): number {
  const hash = sha256
    .create()
    .update(new TextEncoder().encode(JSON.stringify(["sedge/v1", "metric-selection", site, terms.seconds])))
    .update(secret)
    .digest();
  // 48 bits: the remainder favours no start by more than 2^-30.
  const view = new DataView(hash.buffer, hash.byteOffset);
  return (view.getUint16(0) * 2 ** 32 + view.getUint32(2)) % selectionWeight(terms);
}

/**
 * Whether a device is selected for a task: systematic sampling with a random start (Cochran, "Sampling Techniques", chapter 8). Each
 * task is selected by one in {@link selectionWeight} starts, independent of what the devices saw, so weighted counts are unbiased.
 *
 * @param first - The first window of the task. It stays while a task is extended or merged, so a person's chance does, too.
 */
export function isSelected(start: number, terms: SelectionTerms, first: number): boolean {
  return (first - start) % selectionWeight(terms) === 0;
}
