/** Largest webhook, in bytes: a thousand records, or one long conversation. */
export const MAX_WEBHOOK_BYTES = 1_048_576;

/** The first bytes of a body; the rest is not read. */
export async function bodyUpTo(pieces: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    read.push(piece);
    length += piece.length;
    if (length >= maxBytes) break;
  }
  return Buffer.concat(read).subarray(0, maxBytes);
}
