import { epsilonOf, roundRho } from "@sedge/privacy/accountant";
import { askBallot, type BallotEvaluation, finishBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { microEpsilonOf } from "@sedge/privacy/budget";
import { cellSum } from "@sedge/privacy/contribution";
import { PrfError, type RandomSource } from "@sedge/privacy/prf";
import { sealShare } from "@sedge/privacy/seal";
import { isVouchedFor } from "@sedge/privacy/voucher";
import { voteOf } from "@sedge/features/vote";
import {
  type BallotResponse,
  type BallotShare,
  type ConsentReceipt,
  Contribution,
  type Manifest,
  ROUND_VOUCHER_PURPOSE,
  type Round,
  shapeOfMeasurement,
  vouchedText,
} from "@sedge/protocol";
import * as v from "valibot";
import { AskedBallotRecord, BallotRecord } from "./contribution-record.ts";

// All that a contribution needs and nothing else does: loaded when there is a round to take part in.

/** More is beyond any budget, and no figure that a ledger can hold. */
const MAX_EPSILON = 1_000;
/** Largest delta at which this device reckons its own epsilon: at a larger one, every round would look cheap. */
const OWN_MAX_DELTA = 1e-6;

/**
 * What the round costs this visitor in millionths of epsilon, by the noise that it states; the edge's own word for it is not
 * taken.
 */
export function costOf({ noise, measurement, delta }: Round): number {
  const rho = roundRho({ ...noise, ...shapeOfMeasurement(measurement) });
  return microEpsilonOf(Math.min(MAX_EPSILON, epsilonOf(rho, Math.min(delta, OWN_MAX_DELTA))));
}

/** Whether the aggregator that the manifest names, and the page may have pinned, vouches for the round and its own keys in it. */
export function isVouched(site: string, round: Round, { prf }: Manifest): boolean {
  const { voucher } = round;
  const text = vouchedText(site, round);
  const bytes = { evaluated: fromBase64url(voucher.evaluated), proof: fromBase64url(voucher.proof) };
  return [prf, prf.previous].some(
    (epoch) => epoch && isVouchedFor(fromBase64url(epoch.aggregatorKey), ROUND_VOUCHER_PURPOSE, text, bytes),
  );
}

/** A new ballot, as it is kept until both operators have answered. Only `blinded` is sent. */
export function newBallot(site: string, { round }: Round, random: RandomSource): AskedBallotRecord {
  const { nonce, blinding } = askBallot(site, round, random);
  const { input, blind, blinded } = blinding;
  return v.parse(AskedBallotRecord, {
    nonce: toBase64url(nonce),
    input: toBase64url(input),
    blind: toBase64url(blind),
    blinded: toBase64url(blinded),
  });
}

/** The ballot; undefined if an operator did not use the key that the round names, as one that would mark this device might. */
export function finishedBallot(
  { ballotKeys }: Round,
  { nonce, input, blind, blinded }: AskedBallotRecord,
  { edge, aggregator }: BallotResponse,
): BallotRecord | undefined {
  const blinding = { input: fromBase64url(input), blind: fromBase64url(blind), blinded: fromBase64url(blinded) };
  const keys = { edge: fromBase64url(ballotKeys.edge), aggregator: fromBase64url(ballotKeys.aggregator) };
  try {
    const answers = { edge: evaluation(edge), aggregator: evaluation(aggregator) };
    const ballot = finishBallot({ nonce: fromBase64url(nonce), blinding }, keys, answers);
    return v.parse(BallotRecord, {
      nonce,
      edgeOutput: toBase64url(ballot.edgeOutput),
      aggregatorOutput: toBase64url(ballot.aggregatorOutput),
    });
  } catch (error) {
    if (error instanceof PrfError) return undefined;
    throw error;
  }
}

function evaluation({ evaluated, proof }: BallotShare): BallotEvaluation {
  return { evaluated: fromBase64url(evaluated), proof: fromBase64url(proof) };
}

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
  receipt: ConsentReceipt,
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
