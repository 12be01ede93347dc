import { askBallot, deriveBallotKey, evaluateBallot, finishBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { type CellSum, cellSum, deriveVerifyKey } from "@sedge/privacy/contribution";
import { sealShare } from "@sedge/privacy/seal";
import { reportShardOf } from "@sedge/operator/rounds";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import {
  BallotShare,
  BatchId,
  BatchVerdicts,
  type ReportBatch,
  ReportNonce,
  RoundRequest,
  RoundTerms,
  shapeOfMeasurement,
} from "@sedge/protocol";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";

export const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
export const randomText = (bytes: number) => toBase64url(random(bytes));

type Report = ReportBatch["reports"][number];
type RouteName =
  | "openRound"
  | "extendWindow"
  | "ballotShare"
  | "checkBatch"
  | "closeRound"
  | "openSums"
  | "abandonRound";

/** A report as the edge has it, and its share of the vote once both have agreed. */
export interface EdgeReport {
  readonly report: Report;
  readonly shard: number;
  readonly output: BigUint64Array;
}

/** What the edge would ask for; `changes` make it wrong. */
export function roundRequest(changes: object = {}): RoundRequest {
  return v.parse(RoundRequest, {
    round: randomText(16),
    generation: 0,
    epsilon: 1,
    delta: 1e-6,
    minPeople: 2,
    maxPeople: 10,
    deadline: Math.floor(Date.now() / 1_000) + 3_600,
    spreadSeconds: 900,
    shards: 2,
    ballotKey: toBase64url(deriveBallotKey(new Uint8Array(32), "demo", "edge").publicKey),
    codebook: { minPeople: 2, algorithm: "auto", sensitiveFeatures: [] },
    ...changes,
  });
}

/** The paired edge's call, as it comes over the wire. */
export async function call(route: RouteName, body: object, round = ""): Promise<Response> {
  const path = AGGREGATOR_ROUTES[route].path.replace(":site", "demo").replace(":round", round);
  const headers = { authorization: `Bearer ${env.OPERATOR_KEY}`, "content-type": "application/json" };
  return exports.default.fetch(
    new Request(`https://aggregator.test${path}`, { method: "POST", headers, body: JSON.stringify(body) }),
  );
}

export async function openRound(changes: object = {}): Promise<RoundTerms> {
  const response = await call("openRound", roundRequest(changes));
  if (response.status !== 200) throw new Error(`a round was answered ${response.status}: ${await response.text()}`);
  return v.parse(RoundTerms, await response.json());
}

export function votesOf({ measurement, round }: RoundTerms): CellSum {
  return cellSum(shapeOfMeasurement(measurement), "demo", round);
}

/** A device's vote for a cell, as the edge has processed it so far. */
export async function someReport(terms: RoundTerms, cell: number): Promise<EdgeReport> {
  const { round, sealKey, ballotKeys } = terms;
  const votes = votesOf(terms);
  const asked = askBallot("demo", round, random);
  const blinded = toBase64url(asked.blinding.blinded);
  const theirs = v.parse(BallotShare, await (await call("ballotShare", { blinded }, round)).json());
  const edgeKey = deriveBallotKey(new Uint8Array(32), "demo", "edge");
  const ballot = finishBallot(
    asked,
    { edge: fromBase64url(ballotKeys.edge), aggregator: fromBase64url(ballotKeys.aggregator) },
    {
      edge: evaluateBallot(edgeKey, asked.blinding.blinded, random),
      aggregator: { evaluated: fromBase64url(theirs.evaluated), proof: fromBase64url(theirs.proof) },
    },
  );
  const nonce = random(16);
  const vote = { cell, values: new Int32Array(votes.shape.coordinates) };
  const { publicShare, edgeShare, aggregatorShare } = await votes.split(vote, nonce, random);
  const binding = { site: "demo", round, nonce, publicShare, ballotNonce: ballot.nonce };
  const content = { aggregatorShare, ballotOutput: ballot.aggregatorOutput };
  const sealed = await sealShare(fromBase64url(sealKey), content, binding);
  const verifyKey = deriveVerifyKey(fromBase64url(env.VERIFY_KEY), "demo", round);
  const { state, message } = await votes.prepare("edge", verifyKey, nonce, publicShare, edgeShare);
  const ballotNonce = toBase64url(ballot.nonce);
  const report: Report = {
    nonce: v.parse(ReportNonce, toBase64url(nonce)),
    ballot: ballotNonce,
    publicShare: toBase64url(publicShare),
    sealedShare: toBase64url(sealed),
    message: toBase64url(message),
  };
  return {
    report,
    shard: await reportShardOf(ballotNonce, terms.shards),
    output: state.output,
  };
}

/** A batch of reports that all belong to one object. */
export function batchOf(reports: readonly EdgeReport[], shard = reports[0]?.shard ?? 0): ReportBatch {
  return { batch: v.parse(BatchId, randomText(16)), shard, reports: reports.map(({ report }) => report) };
}

export async function check(terms: RoundTerms, batch: ReportBatch): Promise<BatchVerdicts["verdicts"]> {
  const response = await call("checkBatch", batch, terms.round);
  if (response.status !== 200) throw new Error(`a batch was answered ${response.status}: ${await response.text()}`);
  return v.parse(BatchVerdicts, await response.json()).verdicts;
}

/** Some reports that all belong to shard 0. */
export async function reportsOfShard0(terms: RoundTerms, count: number): Promise<EdgeReport[]> {
  const reports: EdgeReport[] = [];
  while (reports.length < count) {
    const report = await someReport(terms, reports.length);
    if (report.shard === 0) reports.push(report);
  }
  return reports;
}
