import { deriveBallotKey, evaluateBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { deriveShareKey, type PrfKeyPair } from "@sedge/privacy/prf";
import { signTerms } from "@sedge/privacy/signed-terms";
import {
  type BallotShare,
  Contribution,
  type ContributionResult,
  DeliveredMessage,
  Delivery,
  type DeliveryResults,
  Manifest,
  Round,
  ROUND_TERMS_PURPOSE,
  termsText,
} from "@sedge/protocol";
import { CONNECTOR_ROUTES, EDGE_ROUTES } from "@sedge/protocol/routes";
import * as v from "valibot";
import { isRoute } from "../push/send/wire-ledger.ts";
import { random } from "./random-source.ts";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);
const SECRET_BYTES = 32;

/**
 * Simulates both operators for a dry run of `contribute`: evaluates ballots under throwaway keys and answers every vote
 * with `received`. Fetches only public files.
 *
 * @param send - Fetches the public files.
 * @param spreadSeconds - Longest delay of a vote. Default: none, because neither ballot nor vote leaves the machine.
 */
export function dryRound(send: typeof fetch, spreadSeconds = 0): typeof fetch {
  const aggregator = deriveShareKey(random(SECRET_BYTES), "dry-run", 1);
  const ballots = [0, 1].map(() => deriveBallotKey(random(SECRET_BYTES), "dry-run", "dry-run"));
  const [edgeBallot, aggregatorBallot] = ballots.map(({ publicKey }) => toBase64url(publicKey));
  return async (input, init) => {
    if (typeof input !== "string") throw new TypeError("a contribution passes URLs as strings");
    if (init?.method === "POST") return Response.json(answerTo(input, v.parse(v.string(), init.body), ballots));
    const response = await send(input, init);
    if (!response.ok) return response;
    const text = await response.clone().text();
    if (isRoute(input, EDGE_ROUTES.manifest)) {
      const manifest = v.parse(json(Manifest), text);
      return Response.json({ ...manifest, prf: { ...manifest.prf, aggregatorKey: toBase64url(aggregator.publicKey) } });
    }
    if (!isRoute(input, EDGE_ROUTES.round)) return response;
    const found = v.parse(json(Round), text);
    const ballotKeys = { edge: edgeBallot ?? "", aggregator: aggregatorBallot ?? "" };
    const round = { ...found, ballotKeys, spreadSeconds };
    const site = siteOf(input);
    const { evaluated, proof } = signTerms(aggregator, ROUND_TERMS_PURPOSE, termsText(site, round), random);
    const signature = { evaluated: toBase64url(evaluated), proof: toBase64url(proof) };
    return Response.json({ ...round, signature, termsSignature: signature });
  };
}

/** The site in an edge URL. */
function siteOf(address: string): string {
  const at = EDGE_ROUTES.round.path.split("/").indexOf(":site");
  const parts = new URL(address).pathname.split("/");
  return parts.at(at - EDGE_ROUTES.round.path.split("/").length) ?? "";
}

function answerTo(address: string, body: string, keys: readonly PrfKeyPair[]): DeliveryResults | ContributionResult {
  if (isRoute(address, EDGE_ROUTES.contribution)) {
    return { round: v.parse(json(Contribution), body).round, state: "received" };
  }
  if (!isRoute(address, CONNECTOR_ROUTES.deliver)) throw new RangeError("a dry run does not support this URL");
  const { items } = v.parse(json(Delivery), body);
  return {
    results: items.map(({ message }) => {
      const parsed = v.parse(json(DeliveredMessage), message);
      if (parsed.action !== "ballot") throw new RangeError("a contribution delivers only ballots");
      const [edge, aggregator] = keys.map((key) => share(key, parsed.body.blinded));
      if (!edge || !aggregator) throw new RangeError("a ballot has two shares");
      return { operationId: parsed.operationId, tokens: 0, edges: 0, ballot: { edge, aggregator } };
    }),
  };
}

function share(key: PrfKeyPair, blinded: string): BallotShare {
  const { evaluated, proof } = evaluateBallot(key, fromBase64url(blinded), random);
  return { evaluated: toBase64url(evaluated), proof: toBase64url(proof) };
}
