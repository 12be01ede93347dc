export { deriveBallotKey } from "./lib/ballot/ballot-key.ts";
export {
  type AskedBallot,
  askBallot,
  type Ballot,
  type BallotEvaluation,
  ballotInput,
  evaluateBallot,
  finishBallot,
  isBallot,
} from "./lib/ballot/ballot.ts";
