import type { Round } from "@sedge/protocol";

/**
 * When a vote may be made whose ballot is there: after a random while, so that the drawing cannot be matched to the spending, and
 * in good time before the round ends. Milliseconds since 1970, as `deadline` and `now`.
 *
 * @param fraction - Random, 0 to 1.
 */
export function voteTime({ spreadSeconds }: Round, deadline: number, now: number, fraction: number): number {
  return now + Math.min(spreadSeconds * 1_000, (deadline - now) / 2) * fraction;
}
