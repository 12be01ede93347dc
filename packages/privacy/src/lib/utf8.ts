/** The UTF-8 bytes of `text`, copied, because workerd's types let an encoder's buffer be a shared one. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}
