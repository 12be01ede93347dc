import { utf8 } from "../domain.ts";
import { PrfError } from "../prf-error.ts";
import { ELEMENT_BYTES, type RistrettoGroup } from "./ristretto-group.ts";
import { concatenated, hashToScalar, lengthFirst, suiteDomain, twoBytes } from "./transcript.ts";

const COMPOSITE = utf8("Composite");
const CHALLENGE = utf8("Challenge");
/** Domain of the seed that the weights of a batch's proof come from (RFC 9497 section 2.2.1). */
const SEED_DOMAIN = suiteDomain("Seed");
/** Bytes that are reduced to a scalar. */
const WIDE_SCALAR_BYTES = 64;

/** Two batches of elements related by one scalar, and that scalar's public key. */
export interface EvaluatedBatch {
  readonly publicKey: Uint8Array;
  readonly blinded: readonly Uint8Array[];
  readonly evaluated: readonly Uint8Array[];
}

/** RFC 9497 `ComputeComposites`: the weight of each pair. No party can choose the weights. */
function weightsOf(group: RistrettoGroup, { publicKey, blinded, evaluated }: EvaluatedBatch): Uint8Array[] {
  const seed = lengthFirst(group.sha512(concatenated(lengthFirst(publicKey), lengthFirst(SEED_DOMAIN))));
  return blinded.map((element, index) => {
    const pair = [lengthFirst(element), lengthFirst(evaluated[index] ?? new Uint8Array())];
    return hashToScalar(group, concatenated(seed, twoBytes(index), ...pair, COMPOSITE));
  });
}

/** Weighted sum of the elements. */
function weighedSum(
  { multiply, add }: RistrettoGroup,
  weights: readonly Uint8Array[],
  elements: readonly Uint8Array[],
): Uint8Array {
  return weights
    .map((weight, index) => multiply(weight, elements[index] ?? new Uint8Array()))
    .reduce((sum, product) => add(sum, product));
}

function challengeOf(group: RistrettoGroup, ...elements: readonly Uint8Array[]): Uint8Array {
  return hashToScalar(group, concatenated(...elements.map(lengthFirst), CHALLENGE));
}

/**
 * RFC 9497 `GenerateProof`: 64 bytes that prove that `secretKey` was used for every element.
 *
 * @param nonce - An unpredictable scalar, used once. Reusing it reveals the key.
 */
export function prove(
  group: RistrettoGroup,
  secretKey: Uint8Array,
  batch: EvaluatedBatch,
  nonce: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const { multiply, multiplyGenerator, subtractProduct } = group;
  const sum = weighedSum(group, weightsOf(group, batch), batch.blinded);
  const product = multiply(secretKey, sum);
  const commitments = [multiplyGenerator(nonce), multiply(nonce, sum)];
  const challenge = challengeOf(group, batch.publicKey, sum, product, ...commitments);
  return concatenated(challenge, subtractProduct(nonce, challenge, secretKey));
}

/**
 * RFC 9497 `VerifyProof`. Multiplies every element, and so validates its encoding.
 *
 * @throws PrfError `bad-group-element` for an invalid encoding; `bad-proof` unless the proof shows that the published
 *   key was used for every element.
 */
export function verify(group: RistrettoGroup, batch: EvaluatedBatch, proof: Uint8Array): void {
  if (!isProven(group, batch, proof)) {
    throw new PrfError("bad-proof", "The operator did not prove that it used its published key.");
  }
}

function isProven(group: RistrettoGroup, batch: EvaluatedBatch, proof: Uint8Array): boolean {
  const { multiply, multiplyGenerator, add } = group;
  const [challenge, response] = [proof.subarray(0, ELEMENT_BYTES), proof.subarray(ELEMENT_BYTES)];
  if (!isScalar(group, challenge) || !isScalar(group, response)) return false;
  const weights = weightsOf(group, batch);
  const [sum, product] = [weighedSum(group, weights, batch.blinded), weighedSum(group, weights, batch.evaluated)];
  const generatorSide = add(multiplyGenerator(response), multiply(challenge, batch.publicKey));
  const batchSide = add(multiply(response, sum), multiply(challenge, product));
  return isSame(challengeOf(group, batch.publicKey, sum, product, generatorSide, batchSide), challenge);
}

/** Whether the bytes are a canonical scalar. */
function isScalar(group: RistrettoGroup, bytes: Uint8Array): boolean {
  if (bytes.length !== ELEMENT_BYTES) return false;
  return isSame(group.scalarOf(concatenated(bytes, new Uint8Array(WIDE_SCALAR_BYTES - ELEMENT_BYTES))), bytes);
}

/** Everything that is compared here is public. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
