export {
  deriveBallotKey,
  type AskedBallot,
  askBallot,
  type Ballot,
  type BallotEvaluation,
  ballotInput,
  evaluateBallot,
  finishBallot,
  isBallot,
} from "./lib/ballot/ballot.ts";
