import type { PrfKeyPair, PublishedShare } from "@sedge/privacy/prf";
import { prove } from "./dleq-proof.ts";
import { multiply, multiplyGenerator, randomScalar } from "./ristretto.ts";

/**
 * What an operator does with blinded elements: RFC 9497 `BlindEvaluate` in VOPRF mode over the batch, as `evaluateShare`
 * of `@sedge/privacy/prf` does it.
 *
 * @param nonce - The proof's, a scalar that nobody can guess.
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

/** A key that nobody has seen, gone with the process. */
export function randomKey(): PrfKeyPair {
  const secretKey = randomScalar();
  return { secretKey, publicKey: multiplyGenerator(secretKey) };
}
