import { deriveBallotKey, evaluateBallot, finishBallot, isBallot, askBallot } from "@sedge/privacy/ballot";
import { cellSum } from "@sedge/privacy/contribution";
import { deriveSealKey, openShare, sealShare } from "@sedge/privacy/seal";
import { seededRandom } from "@sedge/privacy/seeded-random";
import type { MeasurementShape } from "@sedge/protocol";
import { medianMs } from "../cost/median-time.ts";

/** Milliseconds of both operators together for one contribution, from its ballot to the sums. */
export interface OperatorWork {
  readonly ballotMs: number;
  readonly checkMs: number;
}

const TIMES = 15;
const NAMES = ["bench", "r1"] as const;

/** Measures both operators' computation for one contribution, without network and storage. */
export async function operatorWork(shape: MeasurementShape): Promise<OperatorWork> {
  const random = seededRandom("operators' work");
  const round = cellSum(shape, ...NAMES);
  const [edge, aggregator] = [deriveBallotKey(random(32), ...NAMES), deriveBallotKey(random(32), ...NAMES)];
  const sealKey = await deriveSealKey(random(32), ...NAMES);
  const asked = askBallot(...NAMES, random);
  const { blinded } = asked.blinding;
  const answers = {
    edge: evaluateBallot(edge, blinded, random),
    aggregator: evaluateBallot(aggregator, blinded, random),
  };
  const ballot = finishBallot(asked, { edge: edge.publicKey, aggregator: aggregator.publicKey }, answers);
  const [nonce, verifyKey] = [random(16), random(32)];
  const vote = { cell: 0, values: new Int32Array(shape.coordinates) };
  const { publicShare, edgeShare, aggregatorShare } = await round.split(vote, nonce, random);
  const binding = { site: "bench", round: "r1", nonce, publicShare, ballotNonce: ballot.nonce };
  const content = { aggregatorShare, ballotOutput: ballot.aggregatorOutput };
  const sealed = await sealShare(sealKey.publicKey, content, binding);

  const ballotMs = await medianMs(async () => {
    evaluateBallot(edge, blinded, random);
    evaluateBallot(aggregator, blinded, random);
  }, TIMES);
  const checkMs = await medianMs(async () => {
    isBallot(edge, ...NAMES, ballot.nonce, ballot.edgeOutput);
    const one = await round.prepare("edge", verifyKey, nonce, publicShare, edgeShare);
    await openShare(sealKey, sealed, binding);
    isBallot(aggregator, ...NAMES, ballot.nonce, ballot.aggregatorOutput);
    const other = await round.prepare("aggregator", verifyKey, nonce, publicShare, aggregatorShare);
    round.finish(other.state, await round.decide(one.message, other.message));
    round.finish(one.state, await round.decide(one.message, other.message));
  }, TIMES);
  return { ballotMs, checkMs };
}
