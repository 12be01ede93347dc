import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { domainBytes } from "../domain.ts";

const KEY_BYTES = 32;

/**
 * The key under which both operators verify a round's votes: HKDF-SHA-256 (RFC 5869) of a secret that only the two
 * have. A device with this key could prove an invalid vote.
 *
 * @param secret - At least 32 random bytes that both operators have, and nobody else.
 * @throws RangeError for a shorter secret.
 */
export function deriveVerifyKey(secret: Uint8Array, site: string, round: string): Uint8Array {
  if (secret.length < KEY_BYTES) throw new RangeError("the operators' common secret has at least 32 bytes");
  return hkdf(sha256, secret, domainBytes("verify-key", site, round), domainBytes("verify-key"), KEY_BYTES);
}
