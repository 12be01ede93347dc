import { area } from "./mutant.ts";

const FEATURES = "packages/features/src/lib";
const SDK = "packages/client-sdk/src/lib/worker";
const HOSTILE = `${SDK}/clusters/hostile-codebooks.test.ts`;

/** What a device insists on, whatever the operators state or sign. */
export const deviceLimits = area("device-limits", [
  {
    id: "any-k",
    promise: "A device names no cell of fewer than fifty people, whatever k a site states.",
    file: `${FEATURES}/codeword-of.ts`,
    find: "Math.max(minPeople, MIN_CELL_PEOPLE)",
    replace: "minPeople",
    killedBy: [`${FEATURES}/codeword-of.test.ts`],
  },
  {
    id: "any-feature",
    promise: "A codebook places visits only by the features that clusters are made of.",
    file: `${FEATURES}/profile/visit-point.ts`,
    find: "space.featureSchema === FEATURE_SCHEMA && isShipped(space.features)",
    replace: "space.featureSchema === FEATURE_SCHEMA",
    killedBy: [`${FEATURES}/codeword-of.test.ts`, HOSTILE],
  },
  {
    id: "any-number-of-leaves",
    promise: "A device uses no codebook with more than 256 leaves.",
    file: `${FEATURES}/codebook-fault.ts`,
    find: "leaves > MAX_CODEBOOK_LEAVES",
    replace: "leaves > 4_096",
    killedBy: [`${FEATURES}/codebook-fault.test.ts`, HOSTILE],
  },
  {
    id: "counts-that-do-not-add-up",
    promise: "A device uses no codebook whose counts do not add up.",
    file: `${FEATURES}/codebook-fault.ts`,
    find: "Math.abs(sum - count) > ROUNDING",
    replace: "sum - count > ROUNDING",
    killedBy: [`${FEATURES}/codebook-fault.test.ts`],
  },
  {
    id: "faulty-codebook-used",
    promise: "A codebook that breaks a limit is refused, and the last good one serves.",
    file: `${SDK}/clusters/site-files.ts`,
    find: "faultOf: (bytes) => faultIn(readCodebook(bytes)),",
    replace: "",
    killedBy: [`${SDK}/clusters/site-files.test.ts`],
  },
  {
    id: "any-number-of-codewords",
    promise: "A device names at most four codewords a day.",
    file: `${SDK}/clusters/codeword-allowance.ts`,
    find: "codewords > MAX_CODEWORDS_PER_DAY ||",
    replace: "",
    killedBy: [`${SDK}/clusters/codeword-allowance.test.ts`, HOSTILE],
  },
  {
    id: "any-number-of-codebooks",
    promise: "A device follows one change of the codebook a day.",
    file: `${SDK}/clusters/codeword-allowance.ts`,
    find: " || codebookChanges > MAX_CODEBOOK_CHANGES_PER_DAY",
    replace: "",
    killedBy: [`${SDK}/clusters/codeword-allowance.test.ts`, HOSTILE],
  },
  {
    id: "erasure-grants-codewords",
    promise: "An erasure grants a day no codeword more.",
    file: `${SDK}/clusters/codeword-allowance.ts`,
    find: "return { day, codewords, codebookChanges };",
    replace: "return { day, codewords: 0, codebookChanges };",
    killedBy: [`${SDK}/clusters/codeword-allowance.test.ts`],
  },
  {
    id: "codewords-without-storage",
    promise: "A device that can't store what it has named names nothing.",
    file: `${SDK}/clusters/codeword-allowance.ts`,
    find: 'if (kind === "memory") return undefined;',
    replace: "",
    killedBy: [`${SDK}/clusters/codeword-allowance.test.ts`],
  },
  {
    id: "vote-at-once",
    promise: "A device waits a quarter of an hour between ballot and vote, whatever the operators sign.",
    file: "packages/contribution/src/lib/entry.ts",
    find: "const earliest = now + leastSeconds * 1_000;",
    replace: "const earliest = now;",
    killedBy: ["packages/contribution/src/lib/entry.test.ts", `${SDK}/learning/learner-distrust.test.ts`],
  },
  {
    id: "round-of-a-few",
    promise: "A device votes in no round that would open the sum of fewer than 500 people.",
    file: "packages/contribution/src/lib/entry.ts",
    find: "round.minPeople < limits.people",
    replace: "false",
    killedBy: ["packages/contribution/src/lib/entry.test.ts", `${SDK}/learning/learner-distrust.test.ts`],
  },
  {
    id: "round-of-a-few-signed",
    promise: "The aggregator signs no round that would open the sum of fewer people than its own setting.",
    file: "packages/aggregator/src/lib/rounds/acceptable-request.ts",
    find: "minPeople >= settings.LEARNING_MIN_PEOPLE &&",
    replace: "",
    killedBy: ["packages/aggregator/src/lib/rounds/acceptable-request.test.ts"],
  },
  {
    id: "any-delta",
    promise: "The aggregator signs no terms at a delta at which every round looks cheap.",
    file: "packages/aggregator/src/lib/rounds/acceptable-request.ts",
    find: " && delta <= MAX_DELTA",
    replace: "",
    killedBy: [
      "packages/aggregator/src/lib/rounds/acceptable-request.test.ts",
      "packages/aggregator/src/hostile/edge.test.ts",
    ],
  },
]);
