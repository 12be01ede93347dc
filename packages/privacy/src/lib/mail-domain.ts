/** A host name with at least two labels, the last not a number, in ASCII (RFC 1123, RFC 5890). */
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What would end the host inside a URL, or be decoded there. */
const NOT_A_HOST = /[\s\p{Cc}/\\:?#@%[\]]/u;

/**
 * A mail domain in lower-case punycode, without a final dot; undefined when it is not a host name. The platform's URL
 * parser does the internationalised part (UTS 46, as every browser applies it).
 */
export function mailDomain(text: string): string | undefined {
  if (NOT_A_HOST.test(text)) return undefined;
  try {
    const host = new URL(`https://${text}/`).hostname.replace(/\.$/, "");
    return HOST_NAME.test(host) ? host : undefined;
  } catch {
    return undefined;
  }
}
