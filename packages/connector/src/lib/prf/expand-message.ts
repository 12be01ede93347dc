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
export function expandMessage(message: Uint8Array, domain: Uint8Array): Buffer {
  const tag = Buffer.concat([domain, Buffer.of(domain.length)]);
  const first = sha512(PADDING, message, OUTPUT_LENGTH, Buffer.of(0), tag);
  return sha512(first, Buffer.of(1), tag);
}
