import { toBase64url } from "@sedge/privacy/base64url";
import type { AskedBallot, BallotEvaluation, OfBoth } from "@sedge/privacy/ballot";
import type { CellSum, CellVote } from "@sedge/privacy/contribution";
import { sealShare } from "@sedge/privacy/seal";
import type { ConsentReceipt } from "@sedge/protocol";
import { systemRandom } from "../noise-sources.ts";
import type { BallotMaths } from "./ballot-maths.ts";
import type { RoundName } from "./round-keys.ts";

/** The public terms of a round. */
export interface FullTerms extends RoundName {
  readonly cellSum: CellSum;
  readonly ballotKeys: OfBoth<Uint8Array>;
  readonly sealKey: Uint8Array;
  /** The consent in every request. */
  readonly receipt: ConsentReceipt;
}

/** Body of a device's request for a ballot. */
export function ballotBody({ round, receipt }: FullTerms, { blinding }: AskedBallot): string {
  return JSON.stringify({ round, blinded: toBase64url(blinding.blinded), receipt });
}

/** Body of a device's contribution: its vote in two shares, and the ballot that pays for it. */
export async function contributionBody(
  terms: FullTerms,
  vote: CellVote,
  ballots: BallotMaths,
  asked: AskedBallot,
  answers: OfBoth<BallotEvaluation>,
): Promise<string> {
  const { site, round, cellSum, ballotKeys, sealKey, receipt } = terms;
  const ballot = ballots.finish(asked, ballotKeys, answers);
  const nonce = systemRandom(16);
  const { publicShare, edgeShare, aggregatorShare } = await cellSum.split(vote, nonce, systemRandom);
  const content = { aggregatorShare, ballotOutput: ballot.aggregatorOutput };
  const binding = { site, round, nonce, publicShare, ballotNonce: ballot.nonce };
  return JSON.stringify({
    round,
    nonce: toBase64url(nonce),
    ballot: { nonce: toBase64url(ballot.nonce), output: toBase64url(ballot.edgeOutput) },
    publicShare: toBase64url(publicShare),
    edgeShare: toBase64url(edgeShare),
    sealedShare: toBase64url(await sealShare(sealKey, content, binding)),
    receipt,
  });
}
