/**
 * The bytes of a request or response, or undefined if there are more than `maxBytes`. The stream is counted as it
 * arrives, because `content-length` may be wrong or absent (chunked). No more than that is ever buffered.
 */
export async function boundedBody(
  message: Pick<Request, "headers" | "body">,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  if (Number(message.headers.get("content-length") ?? 0) > maxBytes) {
    await message.body?.cancel();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (message.body) {
    const reader: ReadableStreamDefaultReader<Uint8Array> = message.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.byteLength;
      if (length > maxBytes) {
        await reader.cancel();
        return undefined;
      }
      chunks.push(part.value);
    }
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

/** `bytes` as UTF-8 text, or undefined if they are not; a byte-order mark is kept, so that the text has the same bytes. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
