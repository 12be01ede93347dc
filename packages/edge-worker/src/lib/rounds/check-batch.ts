import { batchDigest } from "@sedge/operator/rounds";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import {
  addSums,
  ContributionError,
  type Decision,
  decodeSum,
  encodeSum,
  type Preparation,
  type SharedVotes,
  zeroSum,
} from "@sedge/privacy/contribution";
import type { BatchId, MeasurementShape, RoundId } from "@sedge/protocol";
import type { FinishedBatch, WaitingReport } from "./report-rows.ts";
import type { RoundPartner } from "./round-partner.ts";

/** What a shard needs to check a round's reports. */
export interface Checker {
  readonly round: RoundId;
  readonly votes: SharedVotes<never>;
  readonly sumShape: MeasurementShape;
  /** What both operators prepare with, and no device knows. */
  readonly verifyKey: Uint8Array;
  readonly partner: Pick<RoundPartner, "check">;
}

/** This operator's half of the check of a report, the same each time; undefined if its shares are none. */
async function prepare(
  votes: SharedVotes<never>,
  verifyKey: Uint8Array,
  { nonce, publicShare, edgeShare }: WaitingReport,
): Promise<Preparation | undefined> {
  try {
    const [open, share] = [fromBase64url(publicShare), fromBase64url(edgeShare)];
    return await votes.prepare("edge", verifyKey, fromBase64url(nonce), open, share);
  } catch (error) {
    if (error instanceof ContributionError) return undefined;
    throw error;
  }
}

/** The decision from both messages; undefined if the second operator's is malformed. */
async function decision(votes: SharedVotes<never>, mine: Uint8Array, theirs: Uint8Array): Promise<Decision> {
  try {
    return await votes.decide(mine, theirs);
  } catch (error) {
    if (error instanceof ContributionError) return undefined;
    throw error;
  }
}

/**
 * Checks a batch with the second operator. Each operator decides by itself from both messages.
 * @param before - This operator's share of the sum so far.
 * @returns Undefined if the second operator accepts no more reports of this round.
 */
export async function checkBatch(
  checker: Checker,
  shard: number,
  id: BatchId,
  reports: readonly WaitingReport[],
  before: Uint8Array | undefined,
): Promise<FinishedBatch | undefined> {
  const { round, votes } = checker;
  const prepared: { report: WaitingReport; half: Preparation }[] = [];
  for (const report of reports) {
    const half = await prepare(votes, checker.verifyKey, report);
    if (half) prepared.push({ report, half });
  }
  const sent = prepared.map(({ report: { nonce, ballot, publicShare, sealedShare }, half }) => {
    return { nonce, ballot, publicShare, sealedShare, message: toBase64url(half.message) };
  });
  const verdicts = sent.length === 0 ? [] : await checker.partner.check(round, { batch: id, shard, reports: sent });
  if (!verdicts) return undefined;
  let sum = before ? decodeSum(checker.sumShape, before) : zeroSum(checker.sumShape);
  const accepted: WaitingReport[] = [];
  for (const [index, { report, half }] of prepared.entries()) {
    const verdict = verdicts[index];
    if (!verdict || "fault" in verdict) continue;
    const output = votes.finish(half.state, await decision(votes, half.message, fromBase64url(verdict.message)));
    if (!output) continue;
    sum = addSums(sum, output);
    accepted.push(report);
  }
  const counted = new Set(accepted.map(({ ballot }) => ballot));
  return {
    id,
    accepted: [...counted],
    refused: reports.map(({ ballot }) => ballot).filter((ballot) => !counted.has(ballot)),
    digest: await batchDigest(
      id,
      accepted.map(({ nonce }) => nonce),
    ),
    sum: encodeSum(sum),
  };
}
