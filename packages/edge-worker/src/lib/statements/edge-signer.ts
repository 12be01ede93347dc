import { type Secret, secretBytes } from "@sedge/operator";
import { ed25519PublicKey, importSigningKey, sign } from "@sedge/privacy/ed25519";
import { EDGE } from "@sedge/transparency/statement";
import type { DocumentSigner } from "@sedge/transparency/publish";

/** The edge's own Ed25519 key, by which it signs statements and cosigns checkpoints. */
export async function edgeSigner(secret: Secret): Promise<DocumentSigner> {
  const seed = new Uint8Array(secretBytes(secret));
  const key = await importSigningKey(crypto.subtle, seed);
  return {
    name: EDGE,
    publicKey: new Uint8Array(ed25519PublicKey(seed)),
    sign: async (message) => sign(crypto.subtle, key, message),
  };
}
