export {
  AskedBallotRecord,
  BallotRecord,
  ContributionRecord,
  Learning,
  Others,
  type RecordIn,
} from "./lib/contribution-record.ts";
