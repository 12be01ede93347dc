import { toBase64url } from "@sedge/privacy/base64url";
import { type Secret, secretBytes } from "../secret.ts";

const DAY_SECONDS = 86_400;
const DIGEST_BYTES = 16;

/** The part of an address that identifies one subscriber: all of IPv4, the first 64 bits of IPv6 (RFC 6177). */
function subscriberPart(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...groups(tail ?? "")];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

/**
 * Replaces a network address in a counter, for one day: HMAC-SHA-256 under a key of the deployment, over the day and
 * the address, cut to 16 bytes. Without the key no list of addresses can be tried against it, and tomorrow it is another.
 *
 * @param now - Seconds since 1970.
 */
export async function addressDigest(secret: Secret, address: string, now: number): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secretBytes(secret), algorithm, false, ["sign"]);
  const text = JSON.stringify(["sedge/v1", "address", Math.floor(now / DAY_SECONDS), subscriberPart(address)]);
  const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return toBase64url(new Uint8Array(digest, 0, DIGEST_BYTES));
}
