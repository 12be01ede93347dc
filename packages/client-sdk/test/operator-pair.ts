import { epsilonOf, rhoOf, noiseFor, roundRho } from "@sedge/privacy/accountant";
import { deriveBallotKey, evaluateBallot, isBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { addSums, cellSum, deriveVerifyKey, openSums, zeroSum } from "@sedge/privacy/contribution";
import { deriveShareKey, type PrfKeyPair, type RandomSource } from "@sedge/privacy/prf";
import { deriveSealKey, openShare } from "@sedge/privacy/seal";
import { signTerms } from "@sedge/privacy/signed-terms";
import {
  BallotRequest,
  type BallotResponse,
  Contribution,
  Manifest,
  type Measurement,
  problem,
  type ProblemCode,
  PROTOCOL_VERSION,
  Round,
  ROUND_TERMS_PURPOSE,
  RoundId,
  shapeOfMeasurement,
  SignedEnvelope,
  SignedMessage,
  termsText,
} from "@sedge/protocol";
import * as v from "valibot";
import type { Send, WireAnswer } from "../src/lib/worker/wire/wire.ts";

const SITE = "demo";
const DELTA = 1e-6;

/** How a pair's round is set up; for tests. */
export interface PairOptions {
  readonly random: RandomSource;
  readonly measurement: Measurement;
  readonly epsilon?: number;
  readonly spreadSeconds?: number;
  /** Seconds since 1970. */
  readonly deadline: number;
}

/**
 * Both operators of one round, for tests that need no network: the same cryptography as theirs, and no storage. What is sent is
 * checked in full before it counts.
 */
export class OperatorPair {
  readonly round: Round;
  readonly manifest: Manifest;
  /** What a device has asked, in order: `visitorBallot`, `contribution`, …. */
  readonly seen: string[] = [];
  /** Ids of signed drawings. */
  readonly operations: string[] = [];
  /** Bodies of contributions, each once. */
  readonly bodies = new Map<string, Promise<WireAnswer>>();
  readonly #random: RandomSource;
  readonly #keys: { readonly edge: PrfKeyPair; readonly aggregator: PrfKeyPair };
  readonly #termsKey: PrfKeyPair;
  readonly #seal: Awaited<ReturnType<typeof deriveSealKey>>;
  readonly #verifyKey: Uint8Array;
  #sums: { readonly edge: BigUint64Array; readonly aggregator: BigUint64Array };

  static async open({ random, measurement, epsilon = 1, spreadSeconds = 0, deadline }: PairOptions) {
    const id = v.parse(RoundId, toBase64url(random(16)));
    const keys = {
      edge: deriveBallotKey(random(32), SITE, id),
      aggregator: deriveBallotKey(random(32), SITE, id),
    };
    const seal = await deriveSealKey(random(32), SITE, id);
    const prf = [deriveShareKey(random(32), SITE, 1), deriveShareKey(random(32), SITE, 1)] as const;
    const shape = shapeOfMeasurement(measurement);
    const noise = noiseFor(rhoOf(epsilon, DELTA), measurement.bits, 0.5);
    const rho = roundRho({ ...noise, ...shape });
    const spent = { accountant: "zCDP", rounds: 0, rho: 0, epsilon: 0, delta: DELTA };
    const document = {
      round: id,
      state: "collecting",
      generation: 0,
      deadline,
      minPeople: 500,
      measurement,
      noise,
      spreadSeconds,
      delta: DELTA,
      privacy: { rho, epsilon: epsilonOf(rho, DELTA), spent },
      ballotKeys: { edge: toBase64url(keys.edge.publicKey), aggregator: toBase64url(keys.aggregator.publicKey) },
      sealKey: toBase64url(seal.publicKey),
      signature: { evaluated: toBase64url(new Uint8Array(32)), proof: toBase64url(new Uint8Array(64)) },
    };
    const unsigned = v.parse(Round, document);
    const signed = signedRound(unsigned, prf[1], random);
    const manifest = v.parse(Manifest, {
      protocolVersion: PROTOCOL_VERSION,
      site: SITE,
      trustTier: "two-operator",
      minPeople: 2,
      policyVersion: "2026-11",
      prf: { epoch: 1, edgeKey: toBase64url(prf[0].publicKey), aggregatorKey: toBase64url(prf[1].publicKey) },
      codebook: { generation: 0, sha256: "0".repeat(64) },
      learning: { round: id, spent },
    });
    return new OperatorPair(random, keys, prf[1], seal, signed, manifest);
  }

  private constructor(
    random: RandomSource,
    keys: { readonly edge: PrfKeyPair; readonly aggregator: PrfKeyPair },
    termsKey: PrfKeyPair,
    seal: Awaited<ReturnType<typeof deriveSealKey>>,
    round: Round,
    manifest: Manifest,
  ) {
    this.#random = random;
    this.#keys = keys;
    this.#termsKey = termsKey;
    this.#seal = seal;
    this.round = round;
    this.manifest = manifest;
    this.#verifyKey = deriveVerifyKey(random(32), SITE, round.round);
    const shape = shapeOfMeasurement(round.measurement);
    this.#sums = { edge: zeroSum(shape), aggregator: zeroSum(shape) };
  }

  /** The sums of what was counted, without noise. */
  opened() {
    return openSums(shapeOfMeasurement(this.round.measurement), this.#sums.edge, this.#sums.aggregator);
  }

  readonly send: Send = async (request) => {
    if (!("route" in request)) throw new Error("a contribution asks the edge alone");
    this.seen.push(request.route);
    switch (request.route) {
      case "manifest":
        return answer(this.manifest);
      case "round":
        return answer(this.round);
      case "visitorBallot":
        return answer(this.ballot(v.parse(BallotRequest, request.body).blinded));
      case "ballot": {
        const { message: text } = v.parse(SignedEnvelope, request.body);
        const message = v.parse(SignedMessage, JSON.parse(text));
        if (message.action !== "ballot") throw new Error("only ballots are drawn here");
        this.operations.push(message.operationId);
        return answer(this.ballot(message.body.blinded));
      }
      case "contribution":
        return this.#once(v.parse(Contribution, request.body));
      default:
        return refusal("not-found");
    }
  };

  /** The same round with other noise, signed by the aggregator again: what a colluding pair could publish later. */
  roundWith(changes: Partial<Pick<Round, "noise" | "minPeople">>): Round {
    return signedRound({ ...this.round, ...changes }, this.#termsKey, this.#random);
  }

  /** Both operators' parts of a ballot. */
  ballot(blinded: string): BallotResponse {
    const part = (key: PrfKeyPair) => {
      const { evaluated, proof } = evaluateBallot(key, fromBase64url(blinded), this.#random);
      return { evaluated: toBase64url(evaluated), proof: toBase64url(proof) };
    };
    return { edge: part(this.#keys.edge), aggregator: part(this.#keys.aggregator) };
  }

  /** The same bytes again are answered the same, once they are counted. */
  #once(body: Contribution): Promise<WireAnswer> {
    const text = JSON.stringify(body);
    const counting = this.bodies.get(text) ?? this.#count(body);
    this.bodies.set(text, counting);
    return counting;
  }

  async #count(body: Contribution): Promise<WireAnswer> {
    const { round } = this.round;
    const received = answer({ round, state: "received" });
    const [nonce, publicShare, ballotNonce] = [body.nonce, body.publicShare, body.ballot.nonce].map(fromBase64url);
    if (!nonce || !publicShare || !ballotNonce) throw new Error("three in, three out");
    const binding = { site: SITE, round, nonce, publicShare, ballotNonce };
    const content = await openShare(this.#seal, fromBase64url(body.sealedShare), binding);
    const isGood =
      isBallot(this.#keys.edge, SITE, round, ballotNonce, fromBase64url(body.ballot.output)) &&
      isBallot(this.#keys.aggregator, SITE, round, ballotNonce, content.ballotOutput);
    if (!isGood) return refusal("bad-ballot");
    const votes = cellSum(shapeOfMeasurement(this.round.measurement), SITE, round);
    const shares = { edge: fromBase64url(body.edgeShare), aggregator: content.aggregatorShare };
    const edge = await votes.prepare("edge", this.#verifyKey, nonce, publicShare, shares.edge);
    const aggregator = await votes.prepare("aggregator", this.#verifyKey, nonce, publicShare, shares.aggregator);
    const decision = await votes.decide(edge.message, aggregator.message);
    const [mine, other] = [votes.finish(edge.state, decision), votes.finish(aggregator.state, decision)];
    if (!mine || !other) return refusal("bad-contribution");
    this.#sums = { edge: addSums(this.#sums.edge, mine), aggregator: addSums(this.#sums.aggregator, other) };
    return received;
  }
}

function signedRound(round: Round, termsKey: PrfKeyPair, random: RandomSource): Round {
  const { evaluated, proof } = signTerms(termsKey, ROUND_TERMS_PURPOSE, termsText(SITE, round), random);
  const signature = { evaluated: toBase64url(evaluated), proof: toBase64url(proof) };
  return { ...round, signature, termsSignature: signature };
}

function answer(body: unknown, status = 200): WireAnswer {
  return { status, bytes: new TextEncoder().encode(JSON.stringify(body)), retryAfterSeconds: undefined };
}

/** An edge's refusal. */
export function refusal(code: ProblemCode): WireAnswer {
  const document = problem(code);
  return answer(document, document.status);
}
