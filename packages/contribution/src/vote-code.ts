// All that a contribution needs and nothing else does: a page loads it when there is a round to take part in.
export { finishedBallot, newBallot } from "./lib/ballot.ts";
export {
  type Entrant,
  type Entry,
  entryOf,
  costOf,
  type RoundLimits,
  roundLimits,
  voteTime,
  isRoundSigned,
} from "./lib/entry.ts";
export { contributionOf } from "./lib/vote.ts";
