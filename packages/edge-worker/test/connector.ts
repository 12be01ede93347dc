import { toBase64url } from "@sedge/privacy/base64url";
import { type ConnectorSigner, connectorSigner } from "@sedge/privacy/connector-key";
import { PROTOCOL_VERSION } from "@sedge/protocol";
import { EDGE, randomText } from "./visitor.ts";

/** A connector that is not registered yet. */
export function someConnector(): Promise<ConnectorSigner> {
  return connectorSigner(crypto.getRandomValues(new Uint8Array(32)));
}

/** How an operator registers it. */
export function registration({ key }: ConnectorSigner, changes: object = {}): object {
  return { key, channel: "call-centre", scopes: ["evaluate"], notAfter: null, ...changes };
}

/** A connector's request; `changes` make its message wrong. */
export async function connectorRequest(
  signer: ConnectorSigner,
  blinded: readonly Uint8Array[],
  changes: object = {},
): Promise<Request> {
  const message = JSON.stringify({
    version: PROTOCOL_VERSION,
    site: "demo",
    channel: "call-centre",
    nonce: randomText(16),
    issuedAt: Math.floor(Date.now() / 1_000),
    action: "evaluate",
    consent: { purpose: "link", policyVersion: "2026-11" },
    body: { epoch: 1, blinded: blinded.map(toBase64url) },
    ...changes,
  });
  const body = JSON.stringify({ message, key: signer.key, signature: await signer.sign(message) });
  return new Request(`${EDGE}/v1/sites/demo/connector-prf`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
}
