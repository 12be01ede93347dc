import { ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { utf8 } from "./domain.ts";

/** RFC 9497 section 3.1 and 4.1: the hash to the group in VOPRF mode (1) of ristretto255-SHA512. */
const TO_GROUP = utf8("HashToGroup-OPRFV1-\u0001-ristretto255-SHA512");
const FINALIZE = utf8("Finalize");

const twoBytes = (length: number) => [length >> 8, length & 0xff];

/**
 * The PRF's output by who has the key: RFC 9497 section 3.3.1 `Evaluate`, which in VOPRF mode has the same steps. It equals
 * what a client gets by blinding, evaluation and unblinding, at a third of the work.
 *
 * @param secretKey - Scalar, 32 bytes.
 * @param input - At most 65,535 bytes.
 * @returns 64 bytes.
 */
export function evaluateInput(secretKey: Uint8Array, input: Uint8Array): Uint8Array {
  const element = ristretto255_hasher.hashToCurve(input, { DST: TO_GROUP });
  const evaluated = element.multiply(ristretto255.Point.Fn.fromBytes(secretKey)).toBytes();
  const parts = [...twoBytes(input.length), ...input, ...twoBytes(evaluated.length), ...evaluated, ...FINALIZE];
  return sha512(new Uint8Array(parts));
}
