import { BUDGET_SECONDS } from "@sedge/protocol/metric-plan";

/** A task that collects votes. A device votes in it once, however long it is. */
export interface OpenWindow {
  /** First window that it covers; see `windowIndex`. A merged task keeps it, so the same devices are selected. */
  readonly first: number;
  /** Last window that it covers so far. */
  readonly last: number;
}

/** What happens when the last window of a task is over. */
export type WindowProgress =
  /** There are enough people: noise is added and the sums are opened, once. */
  | { readonly step: "open" }
  /** Too few within a day: the same task collects for one more window, under the same keys. */
  | { readonly step: "extend"; readonly window: OpenWindow }
  /** Too few in a day: the votes move, unopened, to the next task, which names the one that it continues. Who voted there does not again. */
  | { readonly step: "merge"; readonly window: OpenWindow }
  /** Too few in 28 days, when the first voters' budgets renew: destroyed unopened. */
  | { readonly step: "drop" };

/** What the decision depends on. */
export interface WindowTerms {
  readonly seconds: number;
  readonly minPeople: number;
}

const DAY_SECONDS = 86_400;

/**
 * Decides about a window whose end has come. Never opens one with fewer people than its minimum.
 *
 * @param people - Accepted votes, agreed by both operators.
 */
export function progressOfWindow(
  { first, last }: OpenWindow,
  people: number,
  { seconds, minPeople }: WindowTerms,
): WindowProgress {
  if (people >= minPeople) return { step: "open" };
  const coveredSeconds = (last - first + 1) * seconds;
  if (coveredSeconds >= BUDGET_SECONDS) return { step: "drop" };
  const window = { first, last: last + 1 };
  return coveredSeconds % DAY_SECONDS === 0 || seconds >= DAY_SECONDS
    ? { step: "merge", window }
    : { step: "extend", window };
}

/**
 * The least upper end of the random wait between ballot and vote in a window: a third of a short one, as who waits longer than the window never votes.
 *
 * @param usualSeconds - What is asked of rounds.
 */
export function leastSpread(seconds: number, usualSeconds: number): number {
  return Math.min(usualSeconds, Math.floor(seconds / 3));
}
