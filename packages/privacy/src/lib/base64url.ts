/** Unpadded base64url (RFC 4648 section 5) of `bytes`. */
export function toBase64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The bytes that `text` spells in unpadded base64url.
 *
 * @throws RangeError when `text` is not the one canonical spelling of some bytes: another alphabet, padding, a length
 *   that no bytes have, or padding bits that are not zero.
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new RangeError("not canonical base64url");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // Many decoders ignore the padding bits, so two strings could name the same bytes.
  if (toBase64url(bytes) !== text) throw new RangeError("not canonical base64url");
  return bytes;
}
