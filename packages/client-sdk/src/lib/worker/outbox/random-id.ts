import type { RandomSource } from "@sedge/privacy/prf";
import { toBase64url } from "@sedge/privacy/base64url";

const ID_BYTES = 16;

/** 16 random bytes in base64url: an operation id or a nonce. */
export function randomId(random: RandomSource): string {
  return toBase64url(random(ID_BYTES));
}
