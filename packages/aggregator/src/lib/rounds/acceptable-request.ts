import { MAX_DELTA, type RoundRequest } from "@sedge/protocol";
import type { Settings } from "../settings.ts";

/**
 * Whether a round's terms keep to this operator's own settings, whatever the edge asks for: votes are spread over long enough that
 * none can be matched with its ballot, enough people are in the sum, and the cost is stated at no larger delta than everywhere.
 *
 * @param now - Seconds since 1970.
 */
export function isAcceptable(
  { spreadSeconds, deadline, minPeople, delta }: RoundRequest,
  settings: Pick<Settings, "LEARNING_MIN_PEOPLE" | "LEARNING_MIN_SPREAD_SECONDS">,
  now: number,
): boolean {
  const least = settings.LEARNING_MIN_SPREAD_SECONDS;
  const isSpread = spreadSeconds >= least && deadline - now >= 2 * least;
  return isSpread && minPeople >= settings.LEARNING_MIN_PEOPLE && delta <= MAX_DELTA;
}
