import { DeviceBudget } from "@sedge/privacy/budget";
import { base64url, base64urlUpTo, Channel, Contribution, OperationId, RoundId } from "@sedge/protocol";
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.finite(), v.minValue(0));
const microEpsilon = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Longest input of a ballot's PRF, in bytes: a domain, the site's name, the round and the ballot's number. */
const MAX_BALLOT_INPUT_BYTES = 300;

const underWay = {
  round: RoundId,
  /** What it costs, as this device reckons it. */
  microEpsilon,
  /** The round takes nothing after this, in milliseconds since 1970 by this device. */
  deadline: time,
  /** Transmissions of this step so far that were not settled. */
  attempts: count,
  /** Nothing is sent before this, in milliseconds since 1970. */
  notBefore: time,
};

/** A ballot that was asked for, or is about to be. The same again is the same ballot, so it is stored before it is sent. */
export const AskedBallotRecord = v.strictObject({
  nonce: base64url(32),
  input: base64urlUpTo(MAX_BALLOT_INPUT_BYTES),
  blind: base64url(32),
  blinded: base64url(32),
});
export type AskedBallotRecord = v.InferOutput<typeof AskedBallotRecord>;

/** A ballot that is this device's, as both operators will see it. */
export const BallotRecord = v.strictObject({
  nonce: base64url(32),
  edgeOutput: base64url(32),
  aggregatorOutput: base64url(32),
});
export type BallotRecord = v.InferOutput<typeof BallotRecord>;

/** What the vote will describe, one coordinate a feature: the newest visit that had enough in it. */
const Point = v.array(v.pipe(v.number(), v.finite()));

/** What the person's other channels say, in their own coordinates, where the round asks for several channels. */
export const Others = v.record(Channel, Point);
export type Others = v.InferOutput<typeof Others>;

/**
 * How far this device is with the one contribution that it makes to a round.
 *
 * - `drawing`: a ballot is wanted. Nothing is spent.
 * - `waiting`: the ballot is there, and a random while has to pass, so that its drawing cannot be matched to its spending.
 * - `sending`: the vote is made, paid for, and sent in these very bytes until it is answered.
 * - `settled`: nothing more is sent to this round. `outcome` is `received`, or why it was not.
 */
export const ContributionRecord = v.variant("step", [
  v.strictObject({
    step: v.literal("drawing"),
    ...underWay,
    operationId: OperationId,
    asked: AskedBallotRecord,
    point: Point,
  }),
  v.strictObject({
    step: v.literal("waiting"),
    ...underWay,
    ballot: BallotRecord,
    point: Point,
    others: v.exactOptional(Others),
  }),
  v.strictObject({ step: v.literal("sending"), ...underWay, body: Contribution }),
  v.strictObject({ step: v.literal("settled"), round: RoundId, microEpsilon, outcome: v.string() }),
]);
export type ContributionRecord = v.InferOutput<typeof ContributionRecord>;
/** A contribution in one of its steps. */
export type RecordIn<Step extends ContributionRecord["step"]> = Extract<ContributionRecord, { readonly step: Step }>;

/** What a device remembers of learning. One fact, so that a vote and what it costs are written together. */
export const Learning = v.strictObject({
  budget: DeviceBudget,
  /**
   * Of the last round that this device took part in, or would have; null before the first. One that another version wrote is as
   * good as none: what was paid for is known by the budget, and is not voted in again.
   */
  contribution: v.fallback(v.nullable(ContributionRecord), null),
});
export type Learning = v.InferOutput<typeof Learning>;
