import { toBase64url } from "@sedge/privacy/base64url";
import { type ConnectorSigner, connectorSigner } from "@sedge/privacy/connector-key";
import { blind } from "@sedge/privacy/prf";
import { PROTOCOL_VERSION } from "@sedge/protocol";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

/** A connector that is not registered yet. */
export function someConnector(): Promise<ConnectorSigner> {
  return connectorSigner(random(32));
}

export function blindedElements(count: number): string[] {
  return Array.from({ length: count }, () => toBase64url(blind(random(8), random).blinded));
}

/** A batch as a connector asks for it; `changes` make it wrong. */
export function evaluateMessage(blinded: readonly string[], changes: object = {}): object {
  return {
    version: PROTOCOL_VERSION,
    site: "demo",
    channel: "call-centre",
    nonce: toBase64url(random(16)),
    issuedAt: Math.floor(Date.now() / 1_000),
    action: "evaluate",
    consent: { purpose: "link", policyVersion: "2026-11" },
    body: { epoch: 1, blinded },
    ...changes,
  };
}

export async function connectorEnvelope(signer: ConnectorSigner, message: object): Promise<string> {
  const text = JSON.stringify(message);
  return JSON.stringify({ message: text, key: signer.key, signature: await signer.sign(text) });
}
