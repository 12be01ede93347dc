export {
  acceptedInRound,
  acceptedInShard,
  batchDigest,
  roundDigest,
  shardDigest,
} from "./lib/round/accepted-digest.ts";
export {
  type BallotKey,
  ballotKeyOf,
  ballotShare,
  isSpentBallot,
  newRoundSecret,
  roundSeed,
} from "./lib/round/round-keys.ts";
export { BALLOT_SETTINGS, ROUND_SETTINGS } from "./lib/round/round-settings.ts";
export {
  BEGINNING,
  isCollected,
  isOver,
  progressAfter,
  type RoundEvent,
  RoundProgress,
} from "./lib/round/round-progress.ts";
export {
  isRoundRecord,
  isWindowRecord,
  RoundRecord,
  RoundRows,
  TaskRecord,
  WindowRecord,
} from "./lib/round/round-rows.ts";
export { costOf, laneOf, sumShapeOf, type TaskLane, votesOf } from "./lib/round/task-votes.ts";
export { reportOf, USUAL_DELTA } from "./lib/round/round-report.ts";
export { parseRoundShardName, reportShardOf, roundShardName, roundShards } from "./lib/round/round-shards.ts";
