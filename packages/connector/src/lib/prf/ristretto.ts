import { randomBytes } from "node:crypto";
import sodium from "libsodium-wrappers-sumo";
import { PrfError } from "@sedge/privacy/prf";

await sodium.ready;

/** Bytes of an encoded element, and of a scalar. */
export const ELEMENT_BYTES = 32;
/** libsodium reduces 64 bytes at a time. */
const WIDE_SCALAR_BYTES = 64;

/** Element of 64 uniform bytes (RFC 9496 section 4.3.4). */
export function elementOf(uniform: Uint8Array): Uint8Array {
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
export function scalarOf(uniform: Uint8Array): Uint8Array {
  return sodium.crypto_core_ristretto255_scalar_reduce(uniform);
}

/** Whether the bytes are a canonical scalar. */
export function isScalar(bytes: Uint8Array): boolean {
  const wide = new Uint8Array(WIDE_SCALAR_BYTES);
  if (bytes.length !== ELEMENT_BYTES) return false;
  wide.set(bytes);
  return isSame(scalarOf(wide), bytes);
}

/** a − b·c of scalars. */
export function subtractProduct(a: Uint8Array, b: Uint8Array, c: Uint8Array): Uint8Array {
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

/** Compares bytes in constant time. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && sodium.memcmp(a, b);
}
