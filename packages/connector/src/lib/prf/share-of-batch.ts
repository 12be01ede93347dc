import type { PrfKeyPair, PublishedShare } from "@sedge/privacy/prf";
import { evaluateBatch } from "@sedge/privacy/voprf";
import { GROUP, randomScalar } from "./ristretto.ts";

/**
 * An operator's evaluation of blinded elements, as `evaluateShare` of `@sedge/privacy/prf`.
 *
 * @param nonce - The proof's unpredictable scalar.
 * @throws PrfError `bad-group-element`; RangeError for an empty batch.
 */
export function shareOfBatch(
  key: PrfKeyPair,
  blinded: readonly Uint8Array[],
  nonce: Uint8Array = randomScalar(),
): PublishedShare {
  return { publicKey: key.publicKey, ...evaluateBatch(GROUP, key, blinded, nonce) };
}

/** A random key that exists only in this process. */
export function randomKey(): PrfKeyPair {
  const secretKey = randomScalar();
  return { secretKey, publicKey: GROUP.multiplyGenerator(secretKey) };
}
