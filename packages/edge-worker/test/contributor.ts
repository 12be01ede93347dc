import { type Ballot, askBallot, finishBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { type CellVote, cellSum, type SharedVotes } from "@sedge/privacy/contribution";
import type { LinkKeys } from "@sedge/privacy/link-key";
import { sealShare } from "@sedge/privacy/seal";
import {
  BallotResponse,
  Contribution,
  type ConsentReceipt,
  Round,
  shapeOfMeasurement,
  type VotedTask,
} from "@sedge/protocol";
import { env, exports } from "cloudflare:workers";
import type { EdgeRouteName } from "@sedge/protocol/routes";
import * as v from "valibot";
import { edgeApp } from "../src/lib/app.ts";
import { executionContext } from "./context.ts";
import { address, envelope, message, ORIGIN, RECEIPT } from "./visitor.ts";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

/** A site of few people, so that a round of thirty is enough for a codebook. Its row comes with {@link addSmallSite}. */
export const SMALL_SITE = "small-site";

export async function addSmallSite(): Promise<void> {
  const insert = env.DB.prepare("INSERT OR IGNORE INTO sites VALUES (?, ?, 5, ?)");
  await insert.bind(SMALL_SITE, '["http://localhost:*"]', RECEIPT.policyVersion).run();
}

export const LEARN: ConsentReceipt = {
  ...RECEIPT,
  purposes: ["classify", "link", "learn"],
  // A vote's receipt is of the day on which it is made.
  day: new Date().toISOString().slice(0, 10),
};

/** Sends a body to an address of the site, as a page does. */
export async function send(
  route: EdgeRouteName,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return exports.default.fetch(
    new Request(address(route, { site: SMALL_SITE }), {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
      body: JSON.stringify(body),
    }),
  );
}

/** Draws a profile's ballot, as its holder signs for it; `changes` make the message wrong, or a repeat. */
export async function signedBallot(keys: readonly LinkKeys[], body: object, changes: object = {}): Promise<Response> {
  return send(
    "ballot",
    await envelope(keys, message("ballot", { site: SMALL_SITE, receipt: LEARN, body, ...changes })),
    { "cf-connecting-ip": someAddress() },
  );
}

/** The round as a device reads it, of an isolate that remembers none. */
export async function currentRound(): Promise<Round> {
  const request = new Request(address("round", { site: SMALL_SITE }), { headers: { origin: ORIGIN } });
  const response = await edgeApp().fetch(request, env, executionContext());
  return v.parse(Round, await response.json());
}

/** A visitor's network address that nobody else has. */
export function someAddress(): string {
  return `2001:db8:${random(2).join(":")}::${Math.floor(Math.random() * 9_000)}`;
}

/** Draws a ballot: of a visitor without a profile, or of a profile that `keys` sign for. */
export async function drawBallot(round: VotedTask, keys?: LinkKeys, from = someAddress()): Promise<Ballot> {
  const asked = askBallot(SMALL_SITE, round.round, random);
  const body = { round: round.round, blinded: toBase64url(asked.blinding.blinded) };
  const response = keys
    ? await signedBallot([keys], body)
    : await send("visitorBallot", { ...body, receipt: LEARN }, { "cf-connecting-ip": from });
  if (response.status !== 200) throw new Error(`a ballot was answered ${response.status}: ${await response.text()}`);
  const { edge, aggregator } = v.parse(BallotResponse, await response.json());
  const part = ({ evaluated, proof }: BallotResponse["edge"]) => ({
    evaluated: fromBase64url(evaluated),
    proof: fromBase64url(proof),
  });
  const published = {
    edge: fromBase64url(round.ballotKeys.edge),
    aggregator: fromBase64url(round.ballotKeys.aggregator),
  };
  return finishBallot(asked, published, { edge: part(edge), aggregator: part(aggregator) });
}

/** A contribution as a device makes it of its vote. */
export async function contributionOf(round: Round, ballot: Ballot, vote: CellVote): Promise<Contribution> {
  return reportOf(round, ballot, cellSum(shapeOfMeasurement(round.measurement), SMALL_SITE, round.round), vote);
}

/** A vote in a task, as a device sends it. */
export async function reportOf<Vote>(
  round: VotedTask,
  ballot: Ballot,
  votes: SharedVotes<Vote>,
  vote: Vote,
): Promise<Contribution> {
  const nonce = random(16);
  const { publicShare, edgeShare, aggregatorShare } = await votes.split(vote, nonce, random);
  const binding = { site: SMALL_SITE, round: round.round, nonce, publicShare, ballotNonce: ballot.nonce };
  const content = { aggregatorShare, ballotOutput: ballot.aggregatorOutput };
  const sealed = await sealShare(fromBase64url(round.sealKey), content, binding);
  return v.parse(Contribution, {
    round: round.round,
    nonce: toBase64url(nonce),
    ballot: { nonce: toBase64url(ballot.nonce), output: toBase64url(ballot.edgeOutput) },
    publicShare: toBase64url(publicShare),
    edgeShare: toBase64url(edgeShare),
    sealedShare: toBase64url(sealed),
    receipt: LEARN,
  });
}

/** A vote for a cell, in its middle. */
export function voteFor(round: Round, cell: number): CellVote {
  const { coordinates } = shapeOfMeasurement(round.measurement);
  return { cell, values: new Int32Array(coordinates) };
}

/** One visitor's whole part in a round. Answers the contribution that was sent. */
export async function contribute(round: Round, cell: number): Promise<Contribution> {
  const contribution = await contributionOf(round, await drawBallot(round), voteFor(round, cell));
  const response = await send("contribution", contribution);
  if (response.status !== 200)
    throw new Error(`a contribution was answered ${response.status}: ${await response.text()}`);
  return contribution;
}
