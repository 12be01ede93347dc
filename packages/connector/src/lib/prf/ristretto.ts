import { hash, randomBytes } from "node:crypto";
import sodium from "libsodium-wrappers-sumo";
import { PrfError } from "@sedge/privacy/prf";
import { expandMessage, type RistrettoGroup, suiteDomain } from "@sedge/privacy/voprf";

await sodium.ready;

/** libsodium reduces 64 bytes at a time. */
const WIDE_SCALAR_BYTES = 64;

/** Element of 64 uniform bytes (RFC 9496 section 4.3.4). */
function elementOf(uniform: Uint8Array): Uint8Array {
  return sodium.crypto_core_ristretto255_from_hash(uniform);
}

/**
 * Scalar multiplication in constant time. Validates the element: anything but a canonical encoding is rejected, and so
 * is the identity, as RFC 9497 section 3.3 requires.
 *
 * @throws PrfError `bad-group-element`, also for the scalar 0.
 */
export function multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array {
  try {
    return sodium.crypto_scalarmult_ristretto255(scalar, element);
  } catch {
    throw new PrfError("bad-group-element", "The product is the identity, or its factor is no element.");
  }
}

/** Scalar times the generator. @throws PrfError `bad-group-element` for 0. */
export function multiplyGenerator(scalar: Uint8Array): Uint8Array {
  try {
    return sodium.crypto_scalarmult_ristretto255_base(scalar);
  } catch {
    throw new PrfError("bad-group-element", "The product is the identity.");
  }
}

/** Sum of two elements. Both must be valid elements. */
export function add(a: Uint8Array, b: Uint8Array): Uint8Array {
  return sodium.crypto_core_ristretto255_add(a, b);
}

/** Scalar of 64 uniform bytes, least significant first. */
function scalarOf(uniform: Uint8Array): Uint8Array {
  return sodium.crypto_core_ristretto255_scalar_reduce(uniform);
}

/** a − b·c of scalars. */
function subtractProduct(a: Uint8Array, b: Uint8Array, c: Uint8Array): Uint8Array {
  return sodium.crypto_core_ristretto255_scalar_sub(a, sodium.crypto_core_ristretto255_scalar_mul(b, c));
}

/** Sum of two scalars: the combined key of two shares. */
export function addScalars(a: Uint8Array, b: Uint8Array): Uint8Array {
  return sodium.crypto_core_ristretto255_scalar_add(a, b);
}

/** 1 ÷ scalar. The scalar must not be 0. */
export function invert(scalar: Uint8Array): Uint8Array {
  return sodium.crypto_core_ristretto255_scalar_invert(scalar);
}

/**
 * An unpredictable scalar from Node's random source; libsodium's own requests its bytes four at a time. Reduces 64
 * bytes, so that the distribution differs from uniform by at most 2^-250.
 */
export function randomScalar(): Uint8Array {
  return scalarOf(randomBytes(WIDE_SCALAR_BYTES));
}

/** SHA-512 of Node, which is faster than libsodium's. */
function sha512(bytes: Uint8Array): Uint8Array {
  return hash("sha512", bytes, "buffer");
}

/** What the proofs and transcripts of RFC 9497 compute with. */
export const GROUP: RistrettoGroup = { multiply, multiplyGenerator, add, scalarOf, subtractProduct, sha512 };

const TO_GROUP = suiteDomain("HashToGroup");

/** RFC 9497 `HashToGroup` of ristretto255-SHA512 in VOPRF mode. */
export function hashToGroup(input: Uint8Array): Uint8Array {
  return elementOf(expandMessage(GROUP, input, TO_GROUP));
}
