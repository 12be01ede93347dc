import { deriveBallotKey, evaluateBallot, isBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { deriveEpochSeed, PrfError, type PrfKeyPair } from "@sedge/privacy/prf";
import type { BallotShare, SpentBallot } from "@sedge/protocol";
import { Refusal } from "../refusal.ts";
import { type Secret, secretBytes } from "../secret.ts";

/** The ballot key of one operator for one round, and what it is of. */
export interface BallotKey {
  readonly site: string;
  readonly round: string;
  readonly pair: PrfKeyPair;
}

/** Deriving a key hashes to a scalar and multiplies the generator; once an isolate for each round is enough. */
const derived = new Map<string, BallotKey>();
const MAX_DERIVED = 64;

/**
 * What a round's keys are derived from.
 * @param secret - 32 random bytes that are held while the round runs. Once they are gone nobody makes its keys again.
 */
export function roundSeed(seed: Secret, secret: Uint8Array): Uint8Array {
  return deriveEpochSeed(secretBytes(seed), secret);
}

/** This operator's ballot key for a round. @param secret - As {@link roundSeed} takes it. */
export function ballotKeyOf(seed: Secret, secret: Uint8Array, site: string, round: string): BallotKey {
  const name = `${seed} ${toBase64url(secret)} ${site} ${round}`;
  let key = derived.get(name);
  if (!key) {
    key = { site, round, pair: deriveBallotKey(roundSeed(seed, secret), site, round) };
    if (derived.size >= MAX_DERIVED) derived.clear();
    derived.set(name, key);
  }
  return key;
}

/** This operator's part of a ballot. @throws {Refusal} `bad-group-element` */
export function ballotShare({ pair }: BallotKey, blinded: string): BallotShare {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  try {
    const { evaluated, proof } = evaluateBallot(pair, fromBase64url(blinded), random);
    return { evaluated: toBase64url(evaluated), proof: toBase64url(proof) };
  } catch (error) {
    if (error instanceof PrfError && error.code === "bad-group-element") throw new Refusal("bad-group-element");
    throw error;
  }
}

/** Whether a ballot's output is what this operator's key makes of it. */
export function isSpentBallot({ site, round, pair }: BallotKey, { nonce, output }: SpentBallot): boolean {
  return isBallot(pair, site, round, fromBase64url(nonce), fromBase64url(output));
}
