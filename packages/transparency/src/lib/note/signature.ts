/** Whether `signature` is the Ed25519 signature of `message` under `publicKey`: `verify` of `@sedge/privacy/ed25519`. */
export type VerifySignature = (
  publicKey: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

/** Signs for one public key. */
export interface NoteSigner {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Ed25519 signature, 64 bytes. */
  readonly sign: (message: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
}

/** UTF-8 bytes, copied because workerd's types let an encoder's buffer be a shared one. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}
