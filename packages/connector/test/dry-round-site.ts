import { randomBytes } from "node:crypto";
import { CHANNEL_FEATURES, profileFeatures, profilePoint } from "@sedge/features/profile";
import { noiseFor, rhoOf } from "@sedge/privacy/accountant";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { addSums, cellSum, deriveVerifyKey, openSums, zeroSum } from "@sedge/privacy/contribution";
import { deriveSealKey, openShare } from "@sedge/privacy/seal";
import { type Contribution, type Measurement, Round, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";
import { dryRound } from "../src/lib/contribute/dry-round.ts";
import { publicFiles, SITE } from "./dry-site.ts";

const spent = { accountant: "zCDP", rounds: 0, rho: 0, epsilon: 0, delta: 1e-6 };
const sealKey = await deriveSealKey(randomBytes(32), SITE, "round");
const text = (bytes: number) => randomBytes(bytes).toString("base64url");

/** Measurement of a round of several channels with two cells: a visitor of the till and a visitor of the pages. */
export const JOINT: Measurement = {
  featureSchema: "profile.v1",
  features: profileFeatures(CHANNEL_FEATURES),
  centres: [
    profilePoint(CHANNEL_FEATURES, { "shop-till": [0.1, 0.1, 0.1] }),
    profilePoint(CHANNEL_FEATURES, { web: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5] }),
  ],
  terms: "offset",
  radii: [1, 1],
  bits: 8,
};

/** A round to sign, with `changes`. */
export function newRound(changes: object = {}): Round {
  return v.parse(Round, {
    round: text(16),
    state: "collecting",
    generation: 0,
    deadline: Math.floor(Date.now() / 1_000) + 3_600,
    minPeople: 2,
    measurement: JOINT,
    noise: noiseFor(rhoOf(1, 1e-6), JOINT.bits, 0.5),
    spreadSeconds: 600,
    delta: 1e-6,
    privacy: { rho: 0.1, epsilon: 1, spent },
    ballotKeys: { edge: text(32), aggregator: text(32) },
    sealKey: toBase64url(sealKey.publicKey),
    signature: { evaluated: text(32), proof: text(64) },
    ...changes,
  });
}

/** Public files of the site with this round, and both operators simulated as in a dry run, with the wait. */
export function roundSite(round: Round | undefined, spreadSeconds = 600): typeof fetch {
  return dryRound(async (input, init) => {
    if (typeof input !== "string" || !input.endsWith("/round")) return publicFiles(input, init);
    if (round) return Response.json(round);
    const problem = { type: "https://sedge.dev/problems/no-round", title: "None.", status: 404, code: "no-round" };
    return Response.json(problem, { status: 404 });
  }, spreadSeconds);
}

/** The sums of the votes, without noise, from both operators' checks and shares. */
export async function openedVotes({ round, measurement }: Round, votes: readonly Contribution[]) {
  const shape = shapeOfMeasurement(measurement);
  const sum = cellSum(shape, SITE, round);
  const verifyKey = deriveVerifyKey(randomBytes(32), SITE, round);
  let [edgeSum, aggregatorSum] = [zeroSum(shape), zeroSum(shape)];
  for (const vote of votes) {
    const [nonce, publicShare, ballotNonce] = [vote.nonce, vote.publicShare, vote.ballot.nonce].map(fromBase64url);
    if (!nonce || !publicShare || !ballotNonce) throw new Error("three in, three out");
    const binding = { site: SITE, round, nonce, publicShare, ballotNonce };
    const { aggregatorShare } = await openShare(sealKey, fromBase64url(vote.sealedShare), binding);
    const edge = await sum.prepare("edge", verifyKey, nonce, publicShare, fromBase64url(vote.edgeShare));
    const aggregator = await sum.prepare("aggregator", verifyKey, nonce, publicShare, aggregatorShare);
    const decision = await sum.decide(edge.message, aggregator.message);
    const [mine, other] = [sum.finish(edge.state, decision), sum.finish(aggregator.state, decision)];
    if (!mine || !other) throw new Error("a vote is not well formed");
    [edgeSum, aggregatorSum] = [addSums(edgeSum, mine), addSums(aggregatorSum, other)];
  }
  return openSums(shape, edgeSum, aggregatorSum);
}
