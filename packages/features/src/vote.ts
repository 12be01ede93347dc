export { type Vote, voteOf, voter } from "./lib/vote/vote.ts";
export { type MeasuredSums, sumsOf } from "./lib/vote/measured-sums.ts";
export { termFactors } from "./lib/vote/vote-terms.ts";
