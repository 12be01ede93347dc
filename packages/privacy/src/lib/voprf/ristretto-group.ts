/**
 * ristretto255 (RFC 9496) and SHA-512, by what computes them fastest on a platform. Elements and scalars are their encodings, 32 bytes each.
 */
export interface RistrettoGroup {
  /** Scalar times element. @throws PrfError `bad-group-element` for what is no element, or where the product is the identity */
  multiply(scalar: Uint8Array, element: Uint8Array): Uint8Array;
  /** Scalar times the generator. @throws PrfError `bad-group-element` for the scalar 0 */
  multiplyGenerator(scalar: Uint8Array): Uint8Array;
  /** Sum of two valid elements. */
  add(a: Uint8Array, b: Uint8Array): Uint8Array;
  /** Scalar of 64 uniform bytes, least significant first. */
  scalarOf(uniform: Uint8Array): Uint8Array;
  /** a − b·c of scalars. */
  subtractProduct(a: Uint8Array, b: Uint8Array, c: Uint8Array): Uint8Array;
  sha512(bytes: Uint8Array): Uint8Array;
}

/** Length of an encoded element, and of a scalar. */
export const ELEMENT_BYTES = 32;
