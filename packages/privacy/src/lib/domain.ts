/** The UTF-8 bytes of `text`, copied, because workerd's types let an encoder's buffer be a shared one. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

/**
 * Bytes that mean one thing only: the UTF-8 of a JSON array that begins with the version and the use. JSON keeps the
 * parts apart, so that two different lists never give the same bytes; equal lists always do.
 *
 * @param use - What the bytes are for, such as `prf-key`; different uses never collide.
 * @param parts - Strings as they are, numbers as safe integers.
 * @throws RangeError for a number that is not a safe integer, as JSON would write several of those alike.
 */
export function domainBytes(use: string, ...parts: readonly (string | number)[]): Uint8Array<ArrayBuffer> {
  for (const part of parts) {
    if (typeof part === "number" && !Number.isSafeInteger(part)) throw new RangeError("not a safe integer");
  }
  return utf8(JSON.stringify(["sedge/v1", use, ...parts]));
}
