import { hash } from "node:crypto";

/** What SHA-512 gives, and all that this suite ever asks of the expansion. */
const OUTPUT_BYTES = 64;
/** RFC 9380 section 5.3.1: as many zeros before the message as SHA-512 takes in at once. */
const PADDING = Buffer.alloc(128);
const OUTPUT_LENGTH = Buffer.of(0, OUTPUT_BYTES);

/** SHA-512 of the parts, one after the other. */
export function sha512(...parts: readonly Uint8Array[]): Buffer {
  return hash("sha512", Buffer.concat(parts), "buffer");
}

/**
 * 64 bytes that follow from `message`: RFC 9380 `expand_message_xmd` with SHA-512, for the one length that needs one
 * block.
 *
 * @param domain - Domain separation tag of at most 255 bytes.
 */
export function expandMessage(message: Uint8Array, domain: Uint8Array): Buffer {
  const tag = Buffer.concat([domain, Buffer.of(domain.length)]);
  const first = sha512(PADDING, message, OUTPUT_LENGTH, Buffer.of(0), tag);
  return sha512(first, Buffer.of(1), tag);
}
