import { createHash } from "node:crypto";

/** One encoded spelling of a canary, as bytes to search for. */
export interface Encoding {
  /** Such as `base64 of sha256`. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Whether case is ignored, as in hex. The bytes are then in lower case. */
  readonly ignoreCase: boolean;
}

const DIGESTS = ["md5", "sha1", "sha256"] as const;
/** A truncated digest still identifies its value. 8 bytes do not match by chance. */
const DIGEST_BYTES = 8;

const exact = (name: string, bytes: Buffer): Encoding => ({ name, bytes, ignoreCase: false });
const anyCase = (name: string, text: string): Encoding => ({
  name,
  bytes: Buffer.from(text.toLowerCase(), "latin1"),
  ignoreCase: true,
});

/**
 * Base64 of `bytes` at any position in a longer text: three alignments, without the characters that depend on neighbouring
 * bytes, in the standard and the URL-safe alphabet.
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

/** JSON escapes such as `\u00e9`: of characters outside ASCII, or of all characters. */
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

/** All encodings of one spelling: in clear, escaped, base64, hex, and common digests. */
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
