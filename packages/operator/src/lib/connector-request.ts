import { verifyConnectorMessage } from "@sedge/privacy/connector-key";
import { ConnectorEnvelope, ConnectorMessage, MAX_CONNECTOR_BODY_BYTES } from "@sedge/protocol";
import { readJson } from "./json-body.ts";
import { Refusal } from "./refusal.ts";
import { checkClock, messageOf } from "./signed-text.ts";

/** A message that a connector really signed, just now, for this site. Whether its key is registered is not said yet. */
export interface ConnectorRequest {
  /** As it came, for the other operator to check by itself. */
  readonly envelope: ConnectorEnvelope;
  readonly message: ConnectorMessage;
}

/**
 * Reads a connector's request: size, shape, signature, version, site, clock. The nonce is the keeper's to check.
 * @param now - Seconds since 1970.
 * @throws {Refusal} `malformed-request` and the other refusals of a body, `bad-signature`, `unsupported-version`,
 *   `stale-request`
 */
export async function readConnector(request: Request, site: string, now: number): Promise<ConnectorRequest> {
  const envelope = await readJson(request, ConnectorEnvelope, MAX_CONNECTOR_BODY_BYTES);
  const { key, message: text, signature } = envelope;
  if (!(await verifyConnectorMessage(key, text, signature))) throw new Refusal("bad-signature");
  const message = messageOf(ConnectorMessage, text, site);
  checkClock(message.issuedAt, now);
  return { envelope, message };
}
