import { expandMessage } from "./expand-message.ts";
import { elementOf, scalarOf } from "./ristretto.ts";

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
