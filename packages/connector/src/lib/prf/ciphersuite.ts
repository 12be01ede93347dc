import { elementOf, scalarOf } from "./ristretto.ts";
import { hash } from "node:crypto";

/** Output length of SHA-512. This suite never needs a longer expansion. */
const OUTPUT_BYTES = 64;
/** RFC 9380 section 5.3.1: one SHA-512 input block of zeros before the message. */
const PADDING = Buffer.alloc(128);
const OUTPUT_LENGTH = Buffer.of(0, OUTPUT_BYTES);

/** SHA-512 of the concatenated parts. */
export function sha512(...parts: readonly Uint8Array[]): Buffer {
  return hash("sha512", Buffer.concat(parts), "buffer");
}

/**
 * RFC 9380 `expand_message_xmd` with SHA-512, for an output of 64 bytes, which needs one block.
 *
 * @param domain - Domain separation tag of at most 255 bytes.
 */
function expandMessage(message: Uint8Array, domain: Uint8Array): Buffer {
  const tag = Buffer.concat([domain, Buffer.of(domain.length)]);
  const first = sha512(PADDING, message, OUTPUT_LENGTH, Buffer.of(0), tag);
  return sha512(first, Buffer.of(1), tag);
}

/** RFC 9497 section 3.1: the version, VOPRF's mode (1), and the suite. */
const CONTEXT = Buffer.from("OPRFV1-\u0001-ristretto255-SHA512");
const TO_GROUP = Buffer.concat([Buffer.from("HashToGroup-"), CONTEXT]);
const TO_SCALAR = Buffer.concat([Buffer.from("HashToScalar-"), CONTEXT]);
/** Domain of the seed that the weights of a batch's proof come from (section 2.2.1). */
export const SEED_DOMAIN = Buffer.concat([Buffer.from("Seed-"), CONTEXT]);

/** RFC 9497 `HashToGroup` of ristretto255-SHA512 in VOPRF mode. */
export function hashToGroup(input: Uint8Array): Uint8Array {
  return elementOf(expandMessage(input, TO_GROUP));
}

/** RFC 9497 `HashToScalar` of ristretto255-SHA512 in VOPRF mode. */
export function hashToScalar(input: Uint8Array): Uint8Array {
  return scalarOf(expandMessage(input, TO_SCALAR));
}

/** RFC 8017 `I2OSP` of 2 bytes. @throws RangeError from 65,536 on. */
export function twoBytes(value: number): Buffer {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw new RangeError("not a number of two bytes");
  return Buffer.of(value >> 8, value & 0xff);
}

/** Length-prefixed bytes, as in the transcripts of RFC 9497. */
export function lengthFirst(bytes: Uint8Array): Buffer {
  return Buffer.concat([twoBytes(bytes.length), bytes]);
}
