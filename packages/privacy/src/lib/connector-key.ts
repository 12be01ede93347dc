import { CONNECTOR_SIGNATURE_CONTEXT, ConnectorKey } from "@sedge/protocol";
import * as v from "valibot";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { ed25519PublicKey, importSigningKey, sign, verify } from "./signing-key.ts";
import { utf8 } from "./domain.ts";

const SEED_BYTES = 32;

/** What a connector signs its messages with. */
export interface ConnectorSigner {
  /** Names the connector to both operators, who register it. */
  readonly key: ConnectorKey;
  /** Ed25519 signature of the connectors' context and `message`, in base64url (64 bytes). */
  readonly sign: (message: string) => Promise<string>;
}

/**
 * The signer of a connector.
 *
 * @param seed - The connector's secret: 32 random bytes, an Ed25519 seed (RFC 8032 section 5.1.5).
 * @throws RangeError for another length.
 */
export async function connectorSigner(seed: Uint8Array): Promise<ConnectorSigner> {
  if (seed.length !== SEED_BYTES) throw new RangeError("a connector's secret has 32 bytes");
  const signingKey = await importSigningKey(crypto.subtle, new Uint8Array(seed));
  return {
    key: v.parse(ConnectorKey, toBase64url(ed25519PublicKey(seed))),
    sign: async (message) =>
      toBase64url(await sign(crypto.subtle, signingKey, utf8(CONNECTOR_SIGNATURE_CONTEXT + message))),
  };
}

/** Whether `signature` (64 bytes in base64url, as the protocol's schema has it) is the key's for exactly this message. */
export async function verifyConnectorMessage(key: ConnectorKey, message: string, signature: string): Promise<boolean> {
  const signed = utf8(CONNECTOR_SIGNATURE_CONTEXT + message);
  return verify(crypto.subtle, fromBase64url(key), signed, fromBase64url(signature));
}
