import * as v from "valibot";

/**
 * Schema of `bytes` bytes in unpadded base64url (RFC 4648 section 5), in the one canonical spelling: the bits that pad
 * the last character must be zero, so that two different strings never name the same bytes.
 */
/* @__NO_SIDE_EFFECTS__ */
export function base64url(bytes: number) {
  const length = Math.ceil((bytes * 4) / 3);
  const spareBits = length * 6 - bytes * 8;
  const lastCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    .split("")
    .filter((_, index) => index % 2 ** spareBits === 0)
    .join("")
    .replace("-", "\\-");
  return v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9_\\-]{${length - 1}}[${lastCharacters}]$`)));
}

/** Schema of at least `minBytes` and at most `maxBytes` bytes in unpadded base64url, in the one canonical spelling. */
/* @__NO_SIDE_EFFECTS__ */
export function base64urlUpTo(maxBytes: number, minBytes = 1) {
  return v.pipe(
    v.string(),
    v.minLength(Math.ceil((minBytes * 4) / 3)),
    v.maxLength(Math.ceil((maxBytes * 4) / 3)),
    v.regex(/^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/),
  );
}
