import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { domainBytes } from "./domain.ts";

const SECRET_BYTES = 32;

/**
 * The seed of an operator's key share for one epoch: HKDF-SHA-256 (RFC 5869) over two secrets that are stored in
 * different places. Without the epoch's own secret the seed cannot be derived again, so that destroying it destroys the
 * epoch's key.
 *
 * @param seed - The deployment's secret, the same for all epochs: at least 32 bytes.
 * @param epochSecret - 32 random bytes made for this site and epoch, stored in the operator's database until it
 *   retires.
 * @throws RangeError for other lengths.
 */
export function deriveEpochSeed(seed: Uint8Array, epochSecret: Uint8Array): Uint8Array {
  if (seed.length < SECRET_BYTES) throw new RangeError("a PRF seed has at least 32 bytes");
  if (epochSecret.length !== SECRET_BYTES) throw new RangeError("an epoch's secret has 32 bytes");
  return hkdf(sha256, seed, epochSecret, domainBytes("epoch-seed"), SECRET_BYTES);
}
