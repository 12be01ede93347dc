import type { PrfKeyPair, PublishedShare } from "@sedge/privacy/prf";
import { prove } from "./dleq-proof.ts";
import { multiply, multiplyGenerator, randomScalar } from "./ristretto.ts";

/**
 * An operator's evaluation of blinded elements: RFC 9497 `BlindEvaluate` in VOPRF mode over the batch, as
 * `evaluateShare` of `@sedge/privacy/prf`.
 *
 * @param nonce - The proof's unpredictable scalar.
 * @throws PrfError `bad-group-element`; RangeError for an empty batch.
 */
export function shareOfBatch(
  { secretKey, publicKey }: PrfKeyPair,
  blinded: readonly Uint8Array[],
  nonce: Uint8Array = randomScalar(),
): PublishedShare {
  if (blinded.length === 0) throw new RangeError("nothing to evaluate");
  const evaluated = blinded.map((element) => multiply(secretKey, element));
  return { publicKey, evaluated, proof: prove(secretKey, { publicKey, blinded, evaluated }, nonce) };
}

/** A random key that exists only in this process. */
export function randomKey(): PrfKeyPair {
  const secretKey = randomScalar();
  return { secretKey, publicKey: multiplyGenerator(secretKey) };
}
