import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { toBase64url } from "./base64url.ts";
import { domainBytes } from "./domain.ts";

const PRF_OUTPUT_BYTES = 64;
/** 128 bits: a thousand million terms of a site meet by chance with probability 2^-69. */
const RECORD_TOKEN_BYTES = 16;

/**
 * What the PRF is evaluated on for a record's term. The use is in the bytes, so that no term can spell an identifier:
 * a connector that may ask for terms can't make a link token out of one.
 *
 * @param term - A term of `@sedge/linkage/terms`, such as `first:exact:jane`.
 */
export function termInput(site: string, term: string): Uint8Array<ArrayBuffer> {
  return domainBytes("record-term", site, term);
}

/**
 * What the PRF is evaluated on for a record's own link token, by which its owner can sign for it later: `deriveLinkKeys` of the
 * output. The use is in the bytes, so that no name of a record can spell an identifier.
 *
 * @param name - The record's name in its channel, such as `email:jane@example.com` for the record of a customer.
 */
export function recordInput(site: string, channel: string, name: string): Uint8Array<ArrayBuffer> {
  return domainBytes("record", site, channel, name);
}

/**
 * The token of a record's term: 22 characters of base64url, the same for equal terms of one site and epoch and unrelated
 * otherwise. HKDF-SHA-256 (RFC 5869) as for link keys, with another use. No key comes of it: it says that two records
 * have a term in common, and signs nothing.
 *
 * @param prfOutput - What `finalize` gave for `termInput`, 64 bytes.
 * @throws RangeError for another length, or an epoch that is not an integer.
 */
export function deriveRecordToken(prfOutput: Uint8Array, site: string, epoch: number): string {
  if (prfOutput.length !== PRF_OUTPUT_BYTES) throw new RangeError("a PRF output has 64 bytes");
  const salt = domainBytes("record-tokens", site, epoch);
  return toBase64url(hkdf(sha256, prfOutput, salt, domainBytes("record-token"), RECORD_TOKEN_BYTES));
}
