import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { fromBase64, toBase64 } from "./base64.ts";
import { utf8 } from "./signature.ts";

/** Type of an Ed25519 signature of a note's text (C2SP signed-note). */
export const NOTE_SIGNATURE = 1;

/** Type of an Ed25519 cosignature with its time (C2SP tlog-cosignature v1). */
export const WITNESS_COSIGNATURE = 4;

/** A public key under the name it signs notes with. */
export interface VerifierKey {
  readonly name: string;
  readonly type: typeof NOTE_SIGNATURE | typeof WITNESS_COSIGNATURE;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** First 4 bytes of SHA-256(name, newline, type, public key), in hex: says which key made a signature, and proves nothing. */
  readonly id: string;
}

/** A key's name: not empty, no space of any kind, no plus, no control character. */
export function isKeyName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what it looks for
  return /^[^\s+\u0000-\u001F\u007F\u0085]+$/u.test(name);
}

/**
 * @param publicKey - 32 bytes.
 * @throws RangeError for a name that no note can carry, and for another length.
 */
export function verifierKey(name: string, type: VerifierKey["type"], publicKey: Uint8Array<ArrayBuffer>): VerifierKey {
  if (!isKeyName(name) || publicKey.length !== 32) throw new RangeError("no name or public key of a note's signer");
  const hash = sha256
    .create()
    .update(utf8(`${name}\n`))
    .update(Uint8Array.of(type))
    .update(publicKey)
    .digest();
  return { name, type, publicKey, id: bytesToHex(hash.subarray(0, 4)) };
}

/** `name+id+key`, as people exchange keys (C2SP signed-note, verifier keys). */
export function formatVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id}+${toBase64(Uint8Array.of(type, ...publicKey))}`;
}

/** The key that `text` names; undefined for text that names none, or whose id is another key's. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name = "", id, encoded = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text) ?? [];
  const [type, ...publicKey] = fromBase64(encoded) ?? [];
  if (!isKeyName(name) || publicKey.length !== 32) return undefined;
  if (type !== NOTE_SIGNATURE && type !== WITNESS_COSIGNATURE) return undefined;
  const key = verifierKey(name, type, Uint8Array.from(publicKey));
  return key.id === id ? key : undefined;
}
