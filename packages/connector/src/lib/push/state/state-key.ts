import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Length of the secret that protects a state file, in bytes. */
export const STATE_SECRET_BYTES = 32;
/** AES-GCM (NIST SP 800-38D): a nonce of 96 bits, a tag of 128. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** 128 bits: among a thousand million names of one file, a collision has probability 2^-69. */
const HASH_BYTES = 16;

function derived(secret: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "sedge/v1/push-state", use, STATE_SECRET_BYTES));
}

/** Protects a state file: names are keyed hashes, and values that must be read again are encrypted. */
export class StateKey {
  readonly #hashKey: Buffer;
  readonly #sealKey: Buffer;

  /** @throws RangeError if the secret is not 32 bytes long. */
  constructor(secret: Uint8Array) {
    if (secret.length !== STATE_SECRET_BYTES) throw new RangeError("a state's secret must be 32 bytes long");
    this.#hashKey = derived(secret, "hash");
    this.#sealKey = derived(secret, "seal");
  }

  /** HMAC-SHA-256 of a use and its parts, truncated to 16 bytes, in base64url. */
  hash(use: string, ...parts: readonly string[]): string {
    const mac = createHmac("sha256", this.#hashKey).update(JSON.stringify([use, ...parts]));
    return mac.digest().subarray(0, HASH_BYTES).toString("base64url");
  }

  /** Encrypts bytes (AES-256-GCM) and binds them to `name`. */
  seal(name: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#sealKey, nonce).setAAD(Buffer.from(name));
    return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }

  /** Decrypts bytes that were sealed for `name`; undefined if this key did not seal them. */
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
