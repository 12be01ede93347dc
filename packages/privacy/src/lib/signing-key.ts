import { ed25519 } from "@noble/curves/ed25519.js";
import { hexToBytes } from "@noble/hashes/utils.js";

/**
 * WebCrypto's types, read off the global that browsers, workerd and Node share: each names them differently, and this
 * package is compiled beside all three.
 */
type WebCrypto = typeof crypto.subtle;

/** A key held by WebCrypto, storable in IndexedDB. */
export type WebCryptoKey = Awaited<ReturnType<WebCrypto["deriveKey"]>>;

/**
 * An Ed25519 signing key that can be kept in IndexedDB: WebCrypto's own, which can't be read out, or where the platform
 * has no Ed25519 the 32-byte seed itself.
 */
export type SigningKey = WebCryptoKey | { readonly seed: Uint8Array<ArrayBuffer> };

/** The part of WebCrypto that Ed25519 needs. */
export type Ed25519Platform = Pick<WebCrypto, "importKey" | "sign" | "verify">;

const ED25519 = { name: "Ed25519" } as const;

/** RFC 8410 section 7: the prefix of the 32 bytes of a seed in a PKCS #8 Ed25519 key. */
const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

/** WebCrypto says NotSupportedError for an algorithm that it does not know. */
function isUnknownAlgorithm(error: unknown): boolean {
  return error instanceof Error && error.name === "NotSupportedError";
}

/** WebCrypto says DataError for bytes that are no key. Some platforms find out only when they verify. */
function isInvalidKey(error: unknown): boolean {
  return error instanceof Error && error.name === "DataError";
}

/** The public key of a 32-byte seed (RFC 8032 section 5.1.5), 32 bytes. WebCrypto would give it only for readable keys. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}

/** Takes a 32-byte seed as a signing key; not readable any more where the platform has Ed25519. */
export async function importSigningKey(platform: Ed25519Platform, seed: Uint8Array<ArrayBuffer>): Promise<SigningKey> {
  const pkcs8 = new Uint8Array([...PKCS8_PREFIX, ...seed]);
  try {
    return await platform.importKey("pkcs8", pkcs8, ED25519, false, ["sign"]);
  } catch (error) {
    if (isUnknownAlgorithm(error)) return { seed };
    throw error;
  }
}

/** Ed25519 signature (RFC 8032) of `message`, 64 bytes. */
export async function sign(
  platform: Ed25519Platform,
  key: SigningKey,
  message: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  if ("seed" in key) return ed25519.sign(message, key.seed);
  return new Uint8Array(await platform.sign(ED25519, key, message));
}

/**
 * Whether `signature` is the Ed25519 signature of `message` under `publicKey`. False for an invalid key, and for the
 * eight elements of small order, under which one signature fits many messages.
 */
export async function verify(
  platform: Ed25519Platform,
  publicKey: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (signature.length !== 64 || !isStrongPublicKey(publicKey)) return false;
  try {
    const key = await platform.importKey("raw", publicKey, ED25519, false, ["verify"]);
    return await platform.verify(ED25519, key, signature, message);
  } catch (error) {
    if (isInvalidKey(error)) return false;
    if (!isUnknownAlgorithm(error)) throw error;
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  }
}

/** y of the points of order 1, 2, 4 and 8, least significant byte first, without the sign of x. */
const WEAK_Y: readonly Uint8Array[] = [
  Uint8Array.of(1, ...new Uint8Array(31)),
  Uint8Array.of(0xec, ...new Uint8Array(30).fill(0xff), 0x7f),
  new Uint8Array(32),
  hexToBytes("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
  hexToBytes("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
];

/** The least significant byte of the field's prime, whose others are 0xff, and 0x7f without the sign. */
const PRIME_LOW_BYTE = 0xed;

/**
 * Canonical, and not of small order: platforms differ in whether they check these. That it is on the curve they all check. By
 * its bytes, because decoding the point takes longer than the platform's whole verification.
 */
function isStrongPublicKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const y = Uint8Array.from(publicKey);
  y[31] = (y[31] ?? 0) & 0x7f;
  const isCanonical = (y[0] ?? 0) < PRIME_LOW_BYTE || y[31] !== 0x7f || y.subarray(1, 31).some((byte) => byte !== 0xff);
  return isCanonical && !WEAK_Y.some((weak) => weak.every((byte, index) => byte === y[index]));
}
