import { ristretto255 } from "@noble/curves/ed25519.js";
import { PrfError } from "./prf-error.ts";

/** An element of ristretto255 (RFC 9496). */
export type GroupElement = InstanceType<typeof ristretto255.Point>;

/**
 * The element that 32 bytes encode.
 *
 * @throws PrfError `bad-group-element` for anything but a canonical encoding, and for the identity, which RFC 9497
 *   section 3.3 has every receiver refuse: it would evaluate to itself under any key.
 */
export function groupElement(bytes: Uint8Array): GroupElement {
  let element: GroupElement;
  try {
    element = ristretto255.Point.fromBytes(bytes);
  } catch {
    throw new PrfError("bad-group-element", "The bytes are not a canonical ristretto255 element.");
  }
  if (element.equals(ristretto255.Point.ZERO)) throw new PrfError("bad-group-element", "The element is the identity.");
  return element;
}
