import { voteOf } from "@sedge/features/vote";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { cellSum } from "@sedge/privacy/contribution";
import type { RandomSource } from "@sedge/privacy/prf";
import { sealShare } from "@sedge/privacy/seal";
import { type VoteReceipt, Contribution, type Round, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";
import type { BallotRecord } from "./contribution-record.ts";

const NONCE_BYTES = 16;

/**
 * The vote of a point: in two shares, the aggregator's sealed. Making it twice gives two different reports, so it is made
 * once and kept.
 *
 * @throws RangeError for a measurement that no vote answers, or a point of another length; SealError `bad-key`.
 */
export async function contributionOf(
  site: string,
  { round, measurement, sealKey }: Round,
  ballot: BallotRecord,
  point: readonly number[],
  receipt: VoteReceipt,
  random: RandomSource,
): Promise<Contribution> {
  const nonce = random(NONCE_BYTES);
  const votes = cellSum(shapeOfMeasurement(measurement), site, round);
  const { publicShare, edgeShare, aggregatorShare } = await votes.split(voteOf(measurement, point), nonce, random);
  const content = { aggregatorShare, ballotOutput: fromBase64url(ballot.aggregatorOutput) };
  const binding = { site, round, nonce, publicShare, ballotNonce: fromBase64url(ballot.nonce) };
  const sealedShare = await sealShare(fromBase64url(sealKey), content, binding);
  return v.parse(Contribution, {
    round,
    nonce: toBase64url(nonce),
    ballot: { nonce: ballot.nonce, output: ballot.edgeOutput },
    publicShare: toBase64url(publicShare),
    edgeShare: toBase64url(edgeShare),
    sealedShare: toBase64url(sealedShare),
    receipt,
  });
}
