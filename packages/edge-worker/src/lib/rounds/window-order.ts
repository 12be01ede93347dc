import { isMeasure, leastSpread, windowIndex, windowMeasure } from "@sedge/metrics/task";
import type { RoundId, WindowOrder, WindowTerms } from "@sedge/protocol";
import type { PublishedPlan } from "../metrics/metric-plans.ts";

/** An order without this operator's ballot key, which the RoundKeeper adds. */
export type UnkeyedWindow = Omit<WindowOrder, "ballotKey">;

/** Ballots are limited to twice these people, so that no window is flooded. */
const MAX_WINDOW_PEOPLE = 1_000_000;
/** Longest wait between ballot and vote, in seconds, as of rounds. */
const SPREAD_SECONDS = 900;

/**
 * The window of a length that collects votes from now on: the present one, with the next one where less than half of it is left.
 *
 * @param now - Seconds since 1970.
 * @param leastSpreadSeconds - The operator's own.
 */
export function windowOrderOf(
  { sha256 }: Pick<PublishedPlan, "sha256">,
  seconds: number,
  {
    round,
    now,
    shards,
    leastSpreadSeconds,
  }: { round: RoundId; now: number; shards: number; leastSpreadSeconds: number },
): UnkeyedWindow {
  const first = windowIndex(seconds, now);
  const isLate = (first + 1) * seconds - now < seconds / 2;
  const spreadSeconds = Math.max(
    leastSpread(seconds, leastSpreadSeconds),
    Math.min(SPREAD_SECONDS, Math.floor(seconds / 3)),
  );
  return {
    kind: "metrics",
    round,
    plan: sha256,
    seconds,
    first,
    last: isLate ? first + 1 : first,
    maxPeople: MAX_WINDOW_PEOPLE,
    spreadSeconds: leastSpreadSeconds === 0 ? 0 : spreadSeconds,
    shards,
  };
}

/** Whether the second operator's terms are what the plan says, and were ordered. Each adds its own noise by them. */
export function isOrdered(order: WindowOrder, { plan }: PublishedPlan, terms: WindowTerms): boolean {
  const { ballotKey, kind: _kind, ...asked } = order;
  const isAsked = Object.entries(asked).every(([name, value]) => terms[name as keyof typeof asked] === value);
  const isOwnKey = terms.ballotKeys.edge === ballotKey;
  const isInTime = terms.deadline === (terms.last + 1) * terms.seconds;
  return isAsked && isOwnKey && isInTime && isMeasure(terms, windowMeasure(plan, order.seconds));
}

/** Whether extended terms are those before, and go on until the end of `last`. */
export function isExtended(before: WindowTerms, last: number, after: WindowTerms): boolean {
  const { signature: _before, ...old } = before;
  const { signature: _after, ...fresh } = after;
  const expected = { ...old, last, deadline: (last + 1) * before.seconds };
  const names = new Set([...Object.keys(expected), ...Object.keys(fresh)]);
  const field = (one: object, name: string) => JSON.stringify(Object.entries(one).find(([key]) => key === name)?.[1]);
  return [...names].every((name) => field(expected, name) === field(fresh, name));
}
