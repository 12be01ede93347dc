import { type BallotKey, isSpentBallot, reportShardOf } from "@sedge/operator/rounds";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import {
  addSums,
  ContributionError,
  type Decision,
  decodeSum,
  encodeSum,
  type SharedVotes,
  zeroSum,
} from "@sedge/privacy/contribution";
import { openShare, SealError, type SealedContent, type SealKeyPair } from "@sedge/privacy/seal";
import type { MeasurementShape, ReportBatch, ReportFault, ReportVerdict, TaskTerms } from "@sedge/protocol";

/** What a shard needs to check a round's reports. */
export interface Checker {
  readonly site: string;
  readonly terms: TaskTerms;
  readonly votes: SharedVotes<never>;
  readonly sumShape: MeasurementShape;
  readonly verifyKey: Uint8Array;
  readonly ballotKey: BallotKey;
  readonly sealKey: SealKeyPair;
}

type Report = ReportBatch["reports"][number];

/** The result of a batch. */
export interface CheckedReports {
  readonly verdicts: ReportVerdict[];
  readonly accepted: readonly Report[];
  /** This operator's share of the sum of all accepted reports, these included. */
  readonly sum: Uint8Array;
}

/**
 * Checks reports with the edge's halves: the seal, the ballot, that it is spent once, and the proof.
 * @param shard - The object that checks them.
 * @param spent - Those of the batch's ballots that were spent before.
 * @param before - This operator's share of the sum so far.
 */
export async function checkReports(
  checker: Checker,
  shard: number,
  reports: readonly Report[],
  spent: ReadonlySet<string>,
  before: Uint8Array | undefined,
): Promise<CheckedReports> {
  const { sumShape: shape } = checker;
  const used = new Set(spent);
  const verdicts: ReportVerdict[] = [];
  const accepted: Report[] = [];
  let sum = before ? decodeSum(shape, before) : zeroSum(shape);
  for (const report of reports) {
    const isOurs = (await reportShardOf(report.ballot, checker.terms.shards)) === shard;
    const checked = isOurs ? await check(checker, report, used) : "wrong-shard";
    if (typeof checked === "string") verdicts.push({ fault: checked });
    else {
      used.add(report.ballot);
      sum = addSums(sum, checked.output);
      accepted.push(report);
      verdicts.push({ message: toBase64url(checked.message) });
    }
  }
  return { verdicts, accepted, sum: encodeSum(sum) };
}

async function check(
  checker: Checker,
  report: Report,
  used: ReadonlySet<string>,
): Promise<{ output: BigUint64Array; message: Uint8Array } | ReportFault> {
  const { votes, verifyKey, ballotKey } = checker;
  const content = await open(checker, report);
  if (!content) return "bad-seal";
  if (!isSpentBallot(ballotKey, { nonce: report.ballot, output: toBase64url(content.ballotOutput) }))
    return "bad-ballot";
  if (used.has(report.ballot)) return "ballot-spent";
  const [nonce, publicShare] = [fromBase64url(report.nonce), fromBase64url(report.publicShare)];
  try {
    const half = await votes.prepare("aggregator", verifyKey, nonce, publicShare, content.aggregatorShare);
    const decision: Decision = await votes.decide(fromBase64url(report.message), half.message);
    const output = votes.finish(half.state, decision);
    return output ? { output, message: half.message } : "bad-proof";
  } catch (error) {
    if (error instanceof ContributionError) return "bad-share";
    throw error;
  }
}

/** Opens the share that was sealed for this operator; undefined if it was not sealed for this report. */
async function open(
  { site, terms, sealKey }: Checker,
  { nonce, publicShare, ballot, sealedShare }: Report,
): Promise<SealedContent | undefined> {
  const binding = {
    site,
    round: terms.round,
    nonce: fromBase64url(nonce),
    publicShare: fromBase64url(publicShare),
    ballotNonce: fromBase64url(ballot),
  };
  try {
    return await openShare(sealKey, fromBase64url(sealedShare), binding);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
