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
export { BALLOT_SETTINGS, ballotLimits, ROUND_SETTINGS } from "./lib/round/round-settings.ts";
export {
  BEGINNING,
  isCollected,
  isOver,
  progressAfter,
  type RoundEvent,
  RoundProgress,
} from "./lib/round/round-progress.ts";
export { RoundRecord } from "./lib/round/round-record.ts";
export { reportOf, USUAL_DELTA } from "./lib/round/round-report.ts";
export { RoundRows } from "./lib/round/round-rows.ts";
export { parseRoundShardName, reportShardOf, roundShardName, roundShards } from "./lib/round/round-shards.ts";
