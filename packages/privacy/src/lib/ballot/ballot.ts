import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { toBase64url } from "../base64url.ts";
import { domainBytes } from "../domain.ts";
import { groupElement } from "../group-element.ts";
import { type Blinding, blind } from "../prf-blinding.ts";
import { PrfError } from "../prf-error.ts";
import { evaluateInput } from "../prf-evaluate.ts";
import { evaluateShare, type PrfKeyPair } from "../prf-share.ts";
import type { RandomSource } from "../random-source.ts";
import { sha256 } from "@noble/hashes/sha2.js";

/** What a device keeps between asking for a ballot and the answer. Only `blinding.blinded` is sent. */
export interface AskedBallot {
  /** 32 random bytes, secret until the ballot is spent. */
  readonly nonce: Uint8Array;
  readonly blinding: Blinding;
}

/** One operator's answer: its key times the blinded ballot, and the proof (64 bytes) that it is the published key. */
export interface BallotEvaluation {
  readonly evaluated: Uint8Array;
  readonly proof: Uint8Array;
}

/** Something of each operator's, such as its public key or its answer. */
export interface OfBoth<T> {
  readonly edge: T;
  readonly aggregator: T;
}

/** One vote in one round. Both outputs are needed to spend it, and each operator is shown its own alone. */
export interface Ballot {
  readonly nonce: Uint8Array;
  /** 32 bytes each. */
  readonly edgeOutput: Uint8Array;
  readonly aggregatorOutput: Uint8Array;
}

/** Length of a ballot's nonce. */
export const BALLOT_NONCE_BYTES = 32;
/** Length of a ballot's output under one key. Of the PRF's 64: nobody finds 32 by trying, and they are half to send. */
export const BALLOT_OUTPUT_BYTES = 32;

/** What the PRF is evaluated on for a ballot: its nonce, bound to the round of the site. */
export function ballotInput(site: string, round: string, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
  return domainBytes("ballot", site, round, toBase64url(nonce));
}

/**
 * Draws a ballot and blinds it: the element that both operators evaluate is random, whatever the ballot, so that the
 * two together cannot find out later which of the drawn ballots is spent.
 */
export function askBallot(site: string, round: string, random: RandomSource): AskedBallot {
  const nonce = random(BALLOT_NONCE_BYTES);
  return { nonce, blinding: blind(ballotInput(site, round, nonce), random) };
}

/**
 * An operator's answer to one who may vote: RFC 9497 `BlindEvaluate` in VOPRF mode.
 *
 * @param random - Makes the proof's nonce; a repeated or guessable one gives the key away.
 * @throws PrfError `bad-group-element`.
 */
export function evaluateBallot(key: PrfKeyPair, blinded: Uint8Array, random: RandomSource): BallotEvaluation {
  const { evaluated, proof } = evaluateShare(key, [blinded], random);
  const [element] = evaluated;
  if (element === undefined) throw new RangeError("one element in, one out");
  return { evaluated: element, proof };
}

/** The ballot's output under one operator's key, once its proof verifies. */
function outputOf(
  { blinding }: AskedBallot,
  publicKey: Uint8Array,
  { evaluated, proof }: BallotEvaluation,
): Uint8Array {
  groupElement(publicKey);
  groupElement(evaluated);
  const { input, blind, blinded } = blinding;
  try {
    return ristretto255_oprf.voprf
      .finalize(input, blind, evaluated, blinded, publicKey, proof)
      .slice(0, BALLOT_OUTPUT_BYTES);
  } catch {
    throw new PrfError("bad-proof", "The operator did not prove that it used its published ballot key.");
  }
}

/**
 * The ballot, of both answers. Every operator must prove that it used the key that the round's public terms name: a key
 * for one device alone would mark its ballot.
 *
 * @param keys - Both public keys, from the round's terms.
 * @param answers - Both operators' answers to `asked.blinding.blinded`.
 * @throws PrfError `bad-group-element`, `bad-proof`.
 */
export function finishBallot(asked: AskedBallot, keys: OfBoth<Uint8Array>, answers: OfBoth<BallotEvaluation>): Ballot {
  return {
    nonce: asked.nonce,
    edgeOutput: outputOf(asked, keys.edge, answers.edge),
    aggregatorOutput: outputOf(asked, keys.aggregator, answers.aggregator),
  };
}

/**
 * Whether `output` is what the operator's key makes of the ballot's nonce, in this round of this site. A ballot is good only
 * once: the operator keeps the nonces that were spent.
 */
export function isBallot(key: PrfKeyPair, site: string, round: string, nonce: Uint8Array, output: Uint8Array): boolean {
  if (nonce.length !== BALLOT_NONCE_BYTES || output.length !== BALLOT_OUTPUT_BYTES) return false;
  const expected = evaluateInput(key.secretKey, ballotInput(site, round, nonce));
  let difference = 0;
  // Every byte is looked at, so that the time does not show how many agree.
  for (const [index, byte] of output.entries()) difference |= byte ^ (expected[index] ?? 0);
  return difference === 0;
}

const SEED_BYTES = 32;

/**
 * An operator's key for the ballots of one round: RFC 9497 section 3.2.1 `DeriveKeyPair` (VOPRF, ristretto255-SHA512).
 * Unrelated to its key share for link tokens, and to that of any other round.
 *
 * @param seed - The operator's secret, at least 32 bytes from a CSPRNG. A longer one is hashed to the 32 that the RFC takes.
 * @throws RangeError for a shorter seed.
 */
export function deriveBallotKey(seed: Uint8Array, site: string, round: string): PrfKeyPair {
  if (seed.length < SEED_BYTES) throw new RangeError("a ballot seed has at least 32 bytes");
  const seed32 = seed.length === SEED_BYTES ? seed : sha256(seed);
  return ristretto255_oprf.voprf.deriveKeyPair(seed32, domainBytes("ballot-key", site, round));
}
