export type { CellVote } from "./lib/contribution/cell-sum-circuit.ts";
export { type CellSum, cellSum } from "./lib/contribution/cell-sum.ts";
export type {
  Decision,
  Operator,
  Preparation,
  PreparedShare,
  SharedVotes,
  SplitVote,
} from "./lib/contribution/shared-votes.ts";
export { ContributionError, type ContributionErrorCode } from "./lib/contribution/contribution-error.ts";
export { deriveVerifyKey } from "./lib/contribution/verify-key.ts";
export {
  addNoise,
  addSums,
  decodeSum,
  drawNoise,
  encodeSum,
  openSums,
  type VoteSums,
  zeroSum,
} from "./lib/contribution/vote-sums.ts";
