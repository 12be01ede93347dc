export {
  deriveBallotKey,
  type AskedBallot,
  askBallot,
  type Ballot,
  BALLOT_NONCE_BYTES,
  BALLOT_OUTPUT_BYTES,
  type BallotEvaluation,
  ballotInput,
  evaluateBallot,
  finishBallot,
  isBallot,
  type OfBoth,
} from "./lib/ballot/ballot.ts";
