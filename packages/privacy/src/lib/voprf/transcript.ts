import { utf8 } from "../domain.ts";
import type { RistrettoGroup } from "./ristretto-group.ts";

/** Output length of SHA-512. This suite never needs a longer expansion. */
const OUTPUT_BYTES = 64;
/** RFC 9380 section 5.3.1: one SHA-512 input block of zeros before the message. */
const PADDING = new Uint8Array(128);
const OUTPUT_LENGTH = Uint8Array.of(0, OUTPUT_BYTES);

/** The parts one after the other. */
export function concatenated(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * RFC 9380 `expand_message_xmd` with SHA-512, for an output of 64 bytes, which needs one block.
 *
 * @param domain - Domain separation tag of at most 255 bytes.
 */
export function expandMessage(
  { sha512 }: Pick<RistrettoGroup, "sha512">,
  message: Uint8Array,
  domain: Uint8Array,
): Uint8Array {
  const tag = concatenated(domain, Uint8Array.of(domain.length));
  const first = sha512(concatenated(PADDING, message, OUTPUT_LENGTH, Uint8Array.of(0), tag));
  return sha512(concatenated(first, Uint8Array.of(1), tag));
}

/** RFC 9497 section 3.1: a use of the suite ristretto255-SHA512 in VOPRF's mode (1). */
export function suiteDomain(use: string): Uint8Array {
  return utf8(`${use}-OPRFV1-\u0001-ristretto255-SHA512`);
}

const TO_SCALAR = suiteDomain("HashToScalar");

/** RFC 9497 `HashToScalar`. */
export function hashToScalar(group: Pick<RistrettoGroup, "sha512" | "scalarOf">, input: Uint8Array): Uint8Array {
  return group.scalarOf(expandMessage(group, input, TO_SCALAR));
}

/** RFC 8017 `I2OSP` of 2 bytes. @throws RangeError from 65,536 on. */
export function twoBytes(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw new RangeError("not a number of two bytes");
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** Length-prefixed bytes, as in the transcripts of RFC 9497. */
export function lengthFirst(bytes: Uint8Array): Uint8Array {
  return concatenated(twoBytes(bytes.length), bytes);
}
