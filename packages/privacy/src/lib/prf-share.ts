import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { domainBytes } from "./domain.ts";
import { groupElement } from "./group-element.ts";
import { nobleRandom, type RandomSource } from "./random-source.ts";

/** One operator's share of the PRF key: a scalar, and its product with the group's generator, 32 bytes each. */
export interface PrfKeyPair {
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** One operator's answer to a batch of blinded elements. */
export interface ShareEvaluation {
  /** The key share times each blinded element, in their order, 32 bytes each. */
  readonly evaluated: Uint8Array[];
  /** RFC 9497 proof, 64 bytes, that one key, the published one, was used for all of them. */
  readonly proof: Uint8Array;
}

const SEED_BYTES = 32;

/**
 * An operator's key share for one site and epoch: RFC 9497 section 3.2.1 `DeriveKeyPair` (VOPRF, ristretto255-SHA512).
 * Without the seed, shares of different sites or epochs are unrelated.
 *
 * @param seed - The operator's secret, at least 32 bytes from a CSPRNG. A longer one is hashed to the 32 bytes of the
 *   RFC.
 * @throws RangeError for a shorter seed, or an epoch that is not an integer.
 */
export function deriveShareKey(seed: Uint8Array, site: string, epoch: number): PrfKeyPair {
  if (seed.length < SEED_BYTES) throw new RangeError("a PRF seed has at least 32 bytes");
  const seed32 = seed.length === SEED_BYTES ? seed : sha256(seed);
  return ristretto255_oprf.voprf.deriveKeyPair(seed32, domainBytes("prf-key", site, epoch));
}

/**
 * What an operator does with a device's blinded elements: RFC 9497 `BlindEvaluate` in VOPRF mode over the batch.
 *
 * @param random - Makes the proof's nonce; a repeated or guessable one gives the key away.
 * @throws PrfError `bad-group-element`; RangeError for an empty batch.
 */
export function evaluateShare(key: PrfKeyPair, blinded: readonly Uint8Array[], random: RandomSource): ShareEvaluation {
  if (blinded.length === 0) throw new RangeError("nothing to evaluate");
  blinded.forEach(groupElement);
  return ristretto255_oprf.voprf.blindEvaluateBatch(key.secretKey, key.publicKey, [...blinded], nobleRandom(random));
}
