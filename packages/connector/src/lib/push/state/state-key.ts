import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Bytes of the secret that a state file is kept under. */
export const STATE_SECRET_BYTES = 32;
/** Of AES-GCM (NIST SP 800-38D): 96 bits of nonce, 128 of tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** 128 bits: a thousand million names of one file meet by chance with probability 2^-69. */
const HASH_BYTES = 16;

function derived(secret: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "sedge/v1/push-state", use, STATE_SECRET_BYTES));
}

/**
 * What keeps a state file from telling anything without its secret: names in it are keyed hashes, and what must be read
 * again is sealed.
 */
export class StateKey {
  readonly #hashKey: Buffer;
  readonly #sealKey: Buffer;

  /** @throws RangeError for a secret that has not 32 bytes. */
  constructor(secret: Uint8Array) {
    if (secret.length !== STATE_SECRET_BYTES) throw new RangeError("a state's secret has 32 bytes");
    this.#hashKey = derived(secret, "hash");
    this.#sealKey = derived(secret, "seal");
  }

  /** HMAC-SHA-256 of a use and its parts, 16 bytes in base64url: the same for the same parts alone. */
  hash(use: string, ...parts: readonly string[]): string {
    const mac = createHmac("sha256", this.#hashKey).update(JSON.stringify([use, ...parts]));
    return mac.digest().subarray(0, HASH_BYTES).toString("base64url");
  }

  /** Encrypts bytes (AES-256-GCM) that only `name` may hold. */
  seal(name: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#sealKey, nonce).setAAD(Buffer.from(name));
    return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }

  /** What was sealed for `name`; undefined for what this key did not seal for it. */
  open(name: string, sealed: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", this.#sealKey, sealed.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch {
      return undefined;
    }
  }
}
