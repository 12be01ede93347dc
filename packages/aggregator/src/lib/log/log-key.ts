import { secretBytes } from "@sedge/operator";
import { ed25519PublicKey, importSigningKey, sign } from "@sedge/privacy/ed25519";
import { formatVerifierKey, NOTE_SIGNATURE, verifierKey } from "@sedge/transparency/note";
import type { DocumentSigner } from "@sedge/transparency/publish";
import type { Settings } from "../settings.ts";

/** The log's signer, by its origin; undefined where this operator keeps no log. */
export async function logSigner({
  LOG_SEED,
  LOG_ORIGIN,
}: Pick<Settings, "LOG_SEED" | "LOG_ORIGIN">): Promise<DocumentSigner | undefined> {
  if (LOG_SEED === undefined) return undefined;
  const seed = new Uint8Array(secretBytes(LOG_SEED));
  const key = await importSigningKey(crypto.subtle, seed);
  return {
    name: LOG_ORIGIN,
    publicKey: new Uint8Array(ed25519PublicKey(seed)),
    sign: async (message) => sign(crypto.subtle, key, message),
  };
}

/** The log's verifier key, as pages pin it. */
export function logKeyText({ name, publicKey }: DocumentSigner): string {
  return formatVerifierKey(verifierKey(name, NOTE_SIGNATURE, publicKey));
}
