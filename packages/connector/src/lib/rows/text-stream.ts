import { EncodingSurvey, type TextEncoding, utf16Of } from "../csv/text-encoding.ts";
import { type FileChunk, fileChunks } from "./byte-stream.ts";

/** The encoding of a text file, packed or not, by all of its bytes. Throws CommandError as `fileChunks` does. */
export async function encodingOf(file: string, maxBytes = Infinity): Promise<TextEncoding> {
  const survey = new EncodingSurvey();
  let isFirst = true;
  for await (const { bytes } of fileChunks(file, maxBytes)) {
    const wide = isFirst ? utf16Of(bytes) : undefined;
    if (wide) return wide;
    isFirst = false;
    survey.add(bytes);
  }
  return survey.result();
}

/** The chunks of a text file as UTF-8 without a byte order mark. Bytes that are invalid in UTF-8 stay as they are. */
export async function* textChunks(
  file: string,
  encoding: TextEncoding,
  maxBytes = Infinity,
): AsyncGenerator<FileChunk> {
  const decoder = encoding === "utf-8" ? undefined : new TextDecoder(encoding);
  let isFirst = true;
  for await (const { bytes, share } of fileChunks(file, maxBytes)) {
    const text = decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes;
    yield { bytes: isFirst ? withoutMark(text) : text, share };
    isFirst = false;
  }
  const rest = decoder?.decode();
  if (rest) yield { bytes: Buffer.from(rest), share: 1 };
}

/** A text file as a whole, in UTF-8, with what a user should know of how it was decoded. */
export async function wholeText(
  file: string,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly note: string | undefined }> {
  const encoding = await encodingOf(file, maxBytes);
  const chunks: Buffer[] = [];
  for await (const { bytes } of textChunks(file, encoding, maxBytes)) chunks.push(bytes);
  return { bytes: Buffer.concat(chunks), note: encodingNote(file, encoding) };
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** What a user should know of how a file was decoded; undefined for UTF-8. */
export function encodingNote(file: string, encoding: TextEncoding): string | undefined {
  if (encoding === "windows-1252") {
    return `${file} is read as Windows-1252 (Western Europe); if its accented letters are from another code page, save it as UTF-8.`;
  }
  return encoding === "utf-8" ? undefined : `${file} is read as ${encoding.slice(0, 6).toUpperCase()}.`;
}
