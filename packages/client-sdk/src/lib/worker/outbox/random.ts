import { toBase64url } from "@sedge/privacy/base64url";
import type { RandomSource } from "@sedge/privacy/prf";

/** A number from 0 to 1 of four random bytes. */
export function randomFraction(random: RandomSource): number {
  const bytes = random(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 0xffff_ffff;
}

const ID_BYTES = 16;

/** 16 random bytes in base64url: an operation id or a nonce. */
export function randomId(random: RandomSource): string {
  return toBase64url(random(ID_BYTES));
}
