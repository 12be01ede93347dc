import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { domainBytes } from "../domain.ts";
import type { PrfKeyPair } from "../prf-share.ts";

const SEED_BYTES = 32;

/**
 * An operator's key for the ballots of one round: RFC 9497 section 3.2.1 `DeriveKeyPair` (VOPRF, ristretto255-SHA512).
 * Unrelated to its key share for link tokens, and to that of any other round.
 *
 * @param seed - The operator's secret, at least 32 bytes from a CSPRNG. A longer one is hashed to the 32 that the RFC takes.
 * @throws RangeError for a shorter seed.
 */
export function deriveBallotKey(seed: Uint8Array, site: string, round: string): PrfKeyPair {
  if (seed.length < SEED_BYTES) throw new RangeError("a ballot seed has at least 32 bytes");
  const seed32 = seed.length === SEED_BYTES ? seed : sha256(seed);
  return ristretto255_oprf.voprf.deriveKeyPair(seed32, domainBytes("ballot-key", site, round));
}
