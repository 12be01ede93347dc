import { PrfError } from "@sedge/privacy/prf";
import { hashToScalar, lengthFirst, SEED_DOMAIN, twoBytes, sha512 } from "./ciphersuite.ts";
import { add, ELEMENT_BYTES, isSame, isScalar, multiply, multiplyGenerator, subtractProduct } from "./ristretto.ts";

const COMPOSITE = Buffer.from("Composite");
const CHALLENGE = Buffer.from("Challenge");

/** Two batches of elements related by one scalar, and that scalar's public key. */
export interface EvaluatedBatch {
  readonly publicKey: Uint8Array;
  readonly blinded: readonly Uint8Array[];
  readonly evaluated: readonly Uint8Array[];
}

/** RFC 9497 `ComputeComposites`: the weight of each pair. No party can choose the weights. */
function weightsOf({ publicKey, blinded, evaluated }: EvaluatedBatch): Uint8Array[] {
  const seed = lengthFirst(sha512(lengthFirst(publicKey), lengthFirst(SEED_DOMAIN)));
  return blinded.map((element, index) => {
    const pair = [lengthFirst(element), lengthFirst(evaluated[index] ?? new Uint8Array())];
    return hashToScalar(Buffer.concat([seed, twoBytes(index), ...pair, COMPOSITE]));
  });
}

/** Weighted sum of the elements. */
function weighedSum(weights: readonly Uint8Array[], elements: readonly Uint8Array[]): Uint8Array {
  return weights
    .map((weight, index) => multiply(weight, elements[index] ?? new Uint8Array()))
    .reduce((sum, product) => add(sum, product));
}

function challengeOf(publicKey: Uint8Array, ...elements: readonly Uint8Array[]): Uint8Array {
  return hashToScalar(Buffer.concat([publicKey, ...elements].map(lengthFirst).concat(CHALLENGE)));
}

/**
 * RFC 9497 `GenerateProof`: 64 bytes that prove that `secretKey` was used for every element.
 *
 * @param nonce - An unpredictable scalar, used once. Reusing it reveals the key.
 */
export function prove(secretKey: Uint8Array, batch: EvaluatedBatch, nonce: Uint8Array): Uint8Array {
  const sum = weighedSum(weightsOf(batch), batch.blinded);
  const product = multiply(secretKey, sum);
  const challenge = challengeOf(batch.publicKey, sum, product, multiplyGenerator(nonce), multiply(nonce, sum));
  return Buffer.concat([challenge, subtractProduct(nonce, challenge, secretKey)]);
}

/**
 * RFC 9497 `VerifyProof`. Multiplies every element, and so validates its encoding.
 *
 * @throws PrfError `bad-group-element` for an invalid encoding; `bad-proof` unless the proof shows that the published
 *   key was used for every element.
 */
export function verify(batch: EvaluatedBatch, proof: Uint8Array): void {
  if (!isProven(batch, proof)) {
    throw new PrfError("bad-proof", "The operator did not prove that it used its published key.");
  }
}

function isProven(batch: EvaluatedBatch, proof: Uint8Array): boolean {
  const [challenge, response] = [proof.subarray(0, ELEMENT_BYTES), proof.subarray(ELEMENT_BYTES)];
  if (!isScalar(challenge) || !isScalar(response)) return false;
  const weights = weightsOf(batch);
  const [sum, product] = [weighedSum(weights, batch.blinded), weighedSum(weights, batch.evaluated)];
  const generatorSide = add(multiplyGenerator(response), multiply(challenge, batch.publicKey));
  const batchSide = add(multiply(response, sum), multiply(challenge, product));
  return isSame(challengeOf(batch.publicKey, sum, product, generatorSide, batchSide), challenge);
}
