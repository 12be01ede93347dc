// All that a contribution needs and nothing else does: a page loads it when there is a round to take part in.
export { finishedBallot, newBallot } from "./lib/ballot.ts";
export { type Entrant, type Entry, entryOf } from "./lib/entry.ts";
export { costOf } from "./lib/round-cost.ts";
export { contributionOf } from "./lib/vote.ts";
export { voteTime } from "./lib/vote-time.ts";
export { isRoundSigned } from "./lib/signed-round.ts";
