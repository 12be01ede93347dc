import { sha256 } from "@noble/hashes/sha2.js";

/** Bytes of every hash in the tree: SHA-256. */
export const HASH_BYTES = 32;

/** Root of the tree without leaves: the hash of no bytes (RFC 6962 section 2.1). */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array());

/** Hash of an entry. The prefix 0x00 keeps an entry from passing for an inner node (RFC 6962 section 2.1). */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256.create().update(Uint8Array.of(0)).update(entry).digest();
}

/** Hash of an inner node, with the prefix 0x01 (RFC 6962 section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(Uint8Array.of(1)).update(left).update(right).digest();
}

/** Not in constant time: all that is compared here is public. */
export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
