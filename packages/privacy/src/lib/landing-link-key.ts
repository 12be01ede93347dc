import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { toBase64url } from "./base64url.ts";
import { domainBytes } from "./domain.ts";
import type { LinkKeys } from "./link-key.ts";
import { ed25519PublicKey, importSigningKey } from "./signing-key.ts";

const SECRET_BYTES = 16;

/**
 * The link key of a landing link, the same for the connector that drew the secret and for the device that opened the
 * link: HKDF-SHA-256 (RFC 5869) with the site as salt. The secret has 128 random bits, so that it cannot be guessed
 * within the 30 days of an offer; no PRF is needed, because it contains no identifier.
 *
 * @param secret - 16 random bytes, drawn for this one link.
 * @throws RangeError for another length.
 */
export async function landingLinkKeys(
  secret: Uint8Array,
  site: string,
): Promise<Pick<LinkKeys, "token" | "signingKey">> {
  if (secret.length !== SECRET_BYTES) throw new RangeError("a landing link's secret has 16 bytes");
  const { subtle } = crypto;
  const root = await subtle.importKey("raw", new Uint8Array(secret), "HKDF", false, ["deriveBits"]);
  const use = {
    name: "HKDF",
    hash: "SHA-256",
    salt: domainBytes("landing-link", site),
    info: domainBytes("signing-key"),
  };
  const seed = new Uint8Array(await subtle.deriveBits(use, root, 256));
  return {
    token: v.parse(LinkToken, toBase64url(ed25519PublicKey(seed))),
    signingKey: await importSigningKey(subtle, seed),
  };
}
