import { deriveBallotKey, evaluateBallot, isBallot } from "@sedge/privacy/ballot";
import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { deriveEpochSeed, type PrfKeyPair } from "@sedge/privacy/prf";
import type { BallotShare, SpentBallot } from "@sedge/protocol";
import { derivedKey } from "../derived-key.ts";
import { refusingElements } from "../refusal.ts";
import { type Secret, secretBytes } from "../secret.ts";
import { secureRandom } from "../secure-random.ts";

/** One operator's ballot key for one round, with the site and round that it is for. */
export interface BallotKey {
  readonly site: string;
  readonly round: string;
  readonly pair: PrfKeyPair;
}

const SECRET_BYTES = 32;

/** A new round's secret. Its keys are derived from this and the deployment's seed. */
export function newRoundSecret(): Uint8Array<ArrayBuffer> {
  return secureRandom(SECRET_BYTES);
}

/**
 * The seed of a round's keys.
 * @param secret - 32 random bytes that are stored while the round runs. After they are deleted, its keys cannot be derived again.
 */
export function roundSeed(seed: Secret, secret: Uint8Array): Uint8Array {
  return deriveEpochSeed(secretBytes(seed), secret);
}

/** This operator's ballot key for a round. @param secret - As {@link roundSeed} takes it. */
export function ballotKeyOf(seed: Secret, secret: Uint8Array, site: string, round: string): BallotKey {
  const name = JSON.stringify(["ballot", seed, toBase64url(secret), site, round]);
  return { site, round, pair: derivedKey(name, () => deriveBallotKey(roundSeed(seed, secret), site, round)) };
}

/** This operator's part of a ballot. @throws {Refusal} `bad-group-element` */
export function ballotShare({ pair }: BallotKey, blinded: string): BallotShare {
  const { evaluated, proof } = refusingElements(() => evaluateBallot(pair, fromBase64url(blinded), secureRandom));
  return { evaluated: toBase64url(evaluated), proof: toBase64url(proof) };
}

/** Whether a ballot's output is what this operator's key makes of it. */
export function isSpentBallot({ site, round, pair }: BallotKey, { nonce, output }: SpentBallot): boolean {
  return isBallot(pair, site, round, fromBase64url(nonce), fromBase64url(output));
}
