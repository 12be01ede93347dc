import type { PrfKeyPair, ShareEvaluation } from "../prf-share.ts";
import { prove } from "./dleq-proof.ts";
import type { RistrettoGroup } from "./ristretto-group.ts";

/**
 * What an operator does with a device's blinded elements: RFC 9497 `BlindEvaluate` in VOPRF mode over the batch, with the same result
 * as `evaluateShare` of `@sedge/privacy/prf`.
 *
 * @param nonce - The proof's unpredictable scalar, used once. Reusing it reveals the key.
 * @throws PrfError `bad-group-element`; RangeError for an empty batch.
 */
export function evaluateBatch(
  group: RistrettoGroup,
  { secretKey, publicKey }: PrfKeyPair,
  blinded: readonly Uint8Array[],
  nonce: Uint8Array,
): ShareEvaluation {
  if (blinded.length === 0) throw new RangeError("nothing to evaluate");
  const evaluated = blinded.map((element) => group.multiply(secretKey, element));
  return { evaluated, proof: prove(group, secretKey, { publicKey, blinded, evaluated }, nonce) };
}
