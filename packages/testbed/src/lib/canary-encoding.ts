import { createHash } from "node:crypto";

/** One spelling of a planted value, as bytes to look for. */
export interface Encoding {
  /** Such as `base64 of sha256`. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Whether letters' case says nothing, as in hex: then the needle is in lower case. */
  readonly ignoreCase: boolean;
}

const DIGESTS = ["md5", "sha1", "sha256"] as const;
/** A digest cut short still names its value; 8 bytes are too many to turn up by chance. */
const DIGEST_BYTES = 8;

const exact = (name: string, bytes: Buffer): Encoding => ({ name, bytes, ignoreCase: false });
const anyCase = (name: string, text: string): Encoding => ({
  name,
  bytes: Buffer.from(text.toLowerCase(), "latin1"),
  ignoreCase: true,
});

/**
 * Base64 of `bytes` wherever they begin in a longer text: three alignments, each without the characters that its
 * neighbours would share. Standard and URL-safe alphabets.
 */
function base64(name: string, bytes: Buffer): Encoding[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const text = padded.toString("base64").replace(/=+$/, "");
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor((padded.length * 8) / 6);
    const inner = text.slice(start, end);
    const urlSafe = inner.replaceAll("+", "-").replaceAll("/", "_");
    const standard = exact(`base64 of ${name}`, Buffer.from(inner));
    return urlSafe === inner ? [standard] : [standard, exact(`base64url of ${name}`, Buffer.from(urlSafe))];
  });
}

function percent(value: string): Encoding[] {
  const everyByte = [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const component = encodeURIComponent(value);
  const form = new URLSearchParams({ v: value }).toString().slice(2);
  return [anyCase("percent", component), anyCase("form", form), anyCase("percent of every byte", everyByte)];
}

function utf16(value: string): Encoding[] {
  const little = Buffer.from(value, "utf16le");
  return [exact("UTF-16LE", little), exact("UTF-16BE", Buffer.from(little).swap16())];
}

/** `\u00e9` for what JSON may escape: everything outside ASCII, or everything. */
function jsonEscapes(value: string): Encoding[] {
  const escape = (text: string) =>
    [...Array(text.length).keys()]
      .map((index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join("");
  return [
    anyCase("JSON escapes outside ASCII", value.replace(/[^\x20-\x7e]/g, escape)),
    anyCase("JSON escapes throughout", escape(value)),
  ];
}

function digestEncodings(algorithm: (typeof DIGESTS)[number], value: string): Encoding[] {
  const digest = createHash(algorithm).update(value, "utf8").digest().subarray(0, DIGEST_BYTES);
  const hex = digest.toString("hex");
  return [
    exact(algorithm, digest),
    anyCase(`hex of ${algorithm}`, hex),
    ...base64(algorithm, digest),
    ...base64(`hex of ${algorithm}`, Buffer.from(hex)),
    ...base64(`upper-case hex of ${algorithm}`, Buffer.from(hex.toUpperCase())),
  ];
}

/** Every encoding of one spelling that is looked for: in clear, escaped, base64, hex, and as a common digest. */
export function encodings(value: string): Encoding[] {
  const bytes = Buffer.from(value, "utf8");
  return [
    exact("UTF-8", bytes),
    ...utf16(value),
    ...percent(value),
    ...jsonEscapes(value),
    anyCase("hex", bytes.toString("hex")),
    ...base64("UTF-8", bytes),
    ...base64("UTF-16LE", Buffer.from(value, "utf16le")),
    ...DIGESTS.flatMap((algorithm) => digestEncodings(algorithm, value)),
  ];
}
