import * as v from "valibot";
import { base64url, base64urlUpTo } from "./base64url.ts";
import { Generation } from "./codeword.ts";
import { MAX_REPORT_SHARDS } from "./limits.ts";
import { Measurement } from "./measurement.ts";
import { RoundSignature } from "./round-signature.ts";

/** Names a round for ever: 16 random bytes, so that no key and no nonce of one fits another, even after a lost database. */
export const RoundId = v.pipe(base64url(16), v.brand("RoundId"));
export type RoundId = v.InferOutput<typeof RoundId>;

/**
 * State of a round.
 *
 * - `open`: the edge wants it; the second operator has not agreed to its terms yet.
 * - `collecting`: ballots are drawn and contributions accepted.
 * - `closing`: no new contributions are accepted; received ones are still being verified.
 * - `verified`: both operators have the same contributions, and there are enough.
 * - `noised`: each has added its noise to its own share of the sum, and cannot add it again.
 * - `published`: the sums were opened, and a codebook was made of them.
 * - `abandoned`: too few people, a disagreement, an operator's request, or a codebook that was not good enough. Shares
 *   are destroyed.
 */
export const RoundState = v.picklist(["open", "collecting", "closing", "verified", "noised", "published", "abandoned"]);
export type RoundState = v.InferOutput<typeof RoundState>;

/**
 * Why a round was abandoned. Up to `no-answer` nothing was opened. From `not-the-next-generation` on, the sums were
 * opened and charged, but gave no codebook to serve, so that the last one is still served.
 */
export const AbandonReason = v.picklist([
  "too-few-people",
  "operators-disagree",
  "ordered",
  "no-answer",
  "not-the-next-generation",
  "foreign-measurement",
  "implausible-sums",
  "worse-than-last",
  "sensitive-cluster",
  "invalid-codebook",
]);
export type AbandonReason = v.InferOutput<typeof AbandonReason>;

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A device waits a random time up to this between its ballot and its contribution, so that the two cannot be matched. */
const spreadSeconds = v.pipe(seconds, v.maxValue(86_400));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const people = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(100_000_000));

/** Standard deviations of the discrete Gaussians that each operator adds to its share, in whole people and whole steps. */
export const RoundNoise = v.object({
  countStdDev: positive,
  /** 0 where only cells are counted. */
  sumStdDev: v.pipe(v.number(), v.finite(), v.minValue(0)),
});
export type RoundNoise = v.InferOutput<typeof RoundNoise>;

/**
 * ristretto255 public keys of both operators' ballots in this round. The aggregator signs the edge's, too: one key for one
 * device alone would mark its ballot.
 */
const ballotKeys = v.object({ edge: base64url(32), aggregator: base64url(32) });

/** What both operators have agreed on before a round begins, and never change. */
export const RoundTerms = v.object({
  round: RoundId,
  /** The codebook that it measures on; the next one comes of it. */
  generation: Generation,
  measurement: Measurement,
  noise: RoundNoise,
  /** What the round costs each person, in zCDP, if either operator's noise is taken away. */
  rho: positive,
  /** Of the epsilons that are stated with it. */
  delta: v.pipe(positive, v.maxValue(1e-3)),
  /** Fewer people, and the round is abandoned unopened. */
  minPeople: people,
  /** With this many it closes before its deadline. */
  maxPeople: people,
  /** Seconds since 1970; what comes later is refused. */
  deadline: seconds,
  spreadSeconds,
  /** Over how many objects each operator spreads the reports. */
  shards: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_REPORT_SHARDS)),
  ballotKeys,
  /** HPKE public key of the aggregator for this round, which its shares are sealed to. */
  sealKey: base64urlUpTo(133, 32),
  /** Of the aggregator, for what a device of version 5 rests on in these terms: see `termsTextOfVersion5`. */
  signature: RoundSignature,
  /** Of the aggregator, for all that a device rests on: see `termsText`. Absent: by an operator of version 5. */
  termsSignature: v.optional(RoundSignature),
});
export type RoundTerms = v.InferOutput<typeof RoundTerms>;

/** What the site has spent of each person's privacy so far, in rounds that were opened. */
export const PrivacySpent = v.object({
  /** How it is counted, in words: zero-concentrated differential privacy, added up over rounds. */
  accountant: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  rounds: v.pipe(v.number(), v.integer(), v.minValue(0)),
  rho: v.pipe(v.number(), v.finite(), v.minValue(0)),
  epsilon: v.pipe(v.number(), v.finite(), v.minValue(0)),
  delta: RoundTerms.entries.delta,
});
export type PrivacySpent = v.InferOutput<typeof PrivacySpent>;

/** Edge to device: the site's running round. Public, the same for every visitor. */
export const Round = v.object({
  round: RoundId,
  state: v.picklist(["collecting"]),
  generation: Generation,
  deadline: seconds,
  minPeople: people,
  measurement: Measurement,
  noise: RoundNoise,
  delta: RoundTerms.entries.delta,
  spreadSeconds,
  /** What a contribution costs: `rho`, and `epsilon` at `delta` for this round alone; what was spent in rounds before. */
  privacy: v.object({ rho: positive, epsilon: positive, spent: PrivacySpent }),
  ballotKeys,
  sealKey: RoundTerms.entries.sealKey,
  /** The aggregator's word for all of this but `privacy` and, in version 5, the waiting time. */
  signature: RoundSignature,
  /** For the waiting time too. Absent: by an operator of version 5. */
  termsSignature: v.optional(RoundSignature),
});
export type Round = v.InferOutput<typeof Round>;
