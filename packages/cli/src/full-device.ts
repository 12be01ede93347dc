export { NATIVE_BALLOTS } from "./lib/cluster/full/ballot-maths.ts";
export { ballotBody, contributionBody, type FullTerms } from "./lib/cluster/full/device-side.ts";
