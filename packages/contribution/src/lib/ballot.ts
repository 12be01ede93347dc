import { askBallot, type BallotEvaluation, finishBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { PrfError, type RandomSource } from "@sedge/privacy/prf";
import type { BallotResponse, BallotShare, Round } from "@sedge/protocol";
import * as v from "valibot";
import { AskedBallotRecord, BallotRecord } from "./contribution-record.ts";

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
