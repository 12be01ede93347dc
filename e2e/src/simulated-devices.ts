import { askBallot, finishBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { cellSum } from "@sedge/privacy/contribution";
import { sealShare } from "@sedge/privacy/seal";
import { voteOf } from "@sedge/features/vote";
import { BallotResponse, Round, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";
import { addressOf, post, SITE } from "./edge-answer.ts";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const today = new Date().toISOString().slice(0, 10);
const receipt = { purposes: ["classify", "learn"], policyVersion: "2026-11", day: today };

/** The round that the edge collects contributions for. */
export async function currentRound(edgeUrl: string): Promise<Round> {
  return v.parse(Round, await (await fetch(addressOf(edgeUrl, "round"))).json());
}

async function answered(url: string, body: unknown): Promise<unknown> {
  const { status, json } = await post(url, JSON.stringify(body));
  if (status !== 200) throw new Error(`${url} answered ${status}: ${JSON.stringify(json)}`);
  return json;
}

/** Requests a ballot, as a visitor without a profile or for a profile. */
export type Draw = (body: { readonly round: string; readonly blinded: string }) => Promise<unknown>;

/** Simulates one device without a browser: draws a ballot and votes for a point, as the SDK does. */
export async function contribute(edgeUrl: string, terms: Round, point: readonly number[], draw?: Draw): Promise<void> {
  const { round, measurement, ballotKeys, sealKey } = terms;
  const asked = askBallot(SITE, round, random);
  const body = { round, blinded: toBase64url(asked.blinding.blinded) };
  const drawn = await (draw?.(body) ?? answered(addressOf(edgeUrl, "visitorBallot"), { ...body, receipt }));
  const { edge, aggregator } = v.parse(BallotResponse, drawn);
  const part = ({ evaluated, proof }: BallotResponse["edge"]) => ({
    evaluated: fromBase64url(evaluated),
    proof: fromBase64url(proof),
  });
  const ballot = finishBallot(
    asked,
    { edge: fromBase64url(ballotKeys.edge), aggregator: fromBase64url(ballotKeys.aggregator) },
    { edge: part(edge), aggregator: part(aggregator) },
  );
  const nonce = random(16);
  const votes = cellSum(shapeOfMeasurement(measurement), SITE, round);
  const { publicShare, edgeShare, aggregatorShare } = await votes.split(voteOf(measurement, point), nonce, random);
  const sealed = await sealShare(
    fromBase64url(sealKey),
    { aggregatorShare, ballotOutput: ballot.aggregatorOutput },
    { site: SITE, round, nonce, publicShare, ballotNonce: ballot.nonce },
  );
  await answered(addressOf(edgeUrl, "contribution"), {
    round,
    nonce: toBase64url(nonce),
    ballot: { nonce: toBase64url(ballot.nonce), output: toBase64url(ballot.edgeOutput) },
    publicShare: toBase64url(publicShare),
    edgeShare: toBase64url(edgeShare),
    sealedShare: toBase64url(sealed),
    receipt,
  });
}

/** Simulates the contributions of people of two kinds. Noise hides clusters of a few people, so both kinds need many. */
export async function simulateContributions(edgeUrl: string, people: number): Promise<void> {
  const round = await currentRound(edgeUrl);
  const { centres } = round.measurement;
  const kinds = [centres[0], centres[Math.floor(centres.length / 2)]];
  for (let person = 0; person < people; person++) await contribute(edgeUrl, round, kinds[person % 2] ?? []);
}
