import { LinkToken, receiptText, SIGNATURE_CONTEXT, type SignedReceipt } from "@sedge/protocol";
import * as v from "valibot";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { domainBytes, utf8 } from "./domain.ts";
import { ed25519PublicKey, importSigningKey, sign, type SigningKey, verify, type WebCryptoKey } from "./signing-key.ts";

/** What an identifier becomes on a device. All three can be kept in IndexedDB (structured clone). */
export interface LinkKeys {
  /** Names the identifier to the edge: the public half of `signingKey`. */
  readonly token: LinkToken;
  readonly signingKey: SigningKey;
  /** AES-GCM with 256 bits, not readable: seals what only holders of the identifier may open. */
  readonly sealingKey: WebCryptoKey;
}

const PRF_OUTPUT_BYTES = 64;

/**
 * The keys that follow from an identifier's PRF output, the same on every device: HKDF-SHA-256 (RFC 5869), with the
 * site and epoch as salt and the use as info, so that keys of different sites, epochs and uses are unrelated.
 *
 * @param prfOutput - What `finalize` gave, 64 bytes. Secret, and worth as much as the keys: drop it afterwards.
 * @throws RangeError for another length, or an epoch that is not an integer.
 */
export async function deriveLinkKeys(prfOutput: Uint8Array, site: string, epoch: number): Promise<LinkKeys> {
  if (prfOutput.length !== PRF_OUTPUT_BYTES) throw new RangeError("a PRF output has 64 bytes");
  const { subtle } = crypto;
  const use = (name: string) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: domainBytes("link-keys", site, epoch),
    info: domainBytes(name),
  });
  const root = await subtle.importKey("raw", new Uint8Array(prfOutput), "HKDF", false, ["deriveBits", "deriveKey"]);
  const seed = new Uint8Array(await subtle.deriveBits(use("signing-key"), root, 256));
  const aes256 = { name: "AES-GCM", length: 256 };
  return {
    token: v.parse(LinkToken, toBase64url(ed25519PublicKey(seed))),
    signingKey: await importSigningKey(subtle, seed),
    sealingKey: await subtle.deriveKey(use("sealing-key"), root, aes256, false, ["encrypt", "decrypt"]),
  };
}

/** What a signature covers: the context, then the message, in UTF-8. */
function signedBytes(message: string): Uint8Array<ArrayBuffer> {
  return utf8(SIGNATURE_CONTEXT + message);
}

/** Ed25519 signature of a receipt alone, in base64url (64 bytes). */
export async function signReceipt(
  keys: Pick<LinkKeys, "signingKey">,
  site: string,
  receipt: SignedReceipt,
): Promise<string> {
  return toBase64url(await sign(crypto.subtle, keys.signingKey, utf8(receiptText(site, receipt))));
}

/** Whether `signature` is the token's for exactly this receipt. False, never an error, for an invalid signature. */
export async function verifyReceipt(
  token: LinkToken,
  site: string,
  receipt: SignedReceipt,
  signature: string,
): Promise<boolean> {
  const bytes = signatureBytes(signature);
  return bytes !== undefined && verify(crypto.subtle, fromBase64url(token), utf8(receiptText(site, receipt)), bytes);
}

/** Ed25519 signature of the protocol's context and `message`, in base64url (64 bytes). */
export async function signMessage(keys: Pick<LinkKeys, "signingKey">, message: string): Promise<string> {
  return toBase64url(await sign(crypto.subtle, keys.signingKey, signedBytes(message)));
}

/** Whether `signature` is the token's for exactly this message. False, never an error, for an invalid signature. */
export async function verifyMessage(token: LinkToken, message: string, signature: string): Promise<boolean> {
  const bytes = signatureBytes(signature);
  return bytes !== undefined && verify(crypto.subtle, fromBase64url(token), signedBytes(message), bytes);
}

function signatureBytes(signature: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return fromBase64url(signature);
  } catch {
    return undefined;
  }
}
