/** Base64 with padding (RFC 4648 section 4), as notes spell bytes. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The bytes that `text` spells; undefined unless it is their one canonical spelling. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  // Decoders ignore the padding bits, so two strings could name the same bytes.
  return toBase64(bytes) === text ? bytes : undefined;
}
