import { KEY_BYTES } from "./half-sip-hash.ts";

/** A new secret, hex, from the platform's cryptographic generator. */
export function newSeed(crypto: Pick<Crypto, "getRandomValues">): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of a secret, which is hex by its schema. */
export function seedBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
