import { verifyConnectorMessage } from "@sedge/privacy/connector-key";
import {
  ConnectorEnvelope,
  ConnectorMessage,
  MAX_CLOCK_SKEW_SECONDS,
  MAX_CONNECTOR_BODY_BYTES,
  PROTOCOL_VERSION,
} from "@sedge/protocol";
import * as v from "valibot";
import { parse, readJson } from "./json-body.ts";
import { Refusal } from "./refusal.ts";

/** A message that a connector really signed, just now, for this site. Whether its key is registered is not said yet. */
export interface ConnectorRequest {
  /** As it came, for the other operator to check by itself. */
  readonly envelope: ConnectorEnvelope;
  readonly message: ConnectorMessage;
}

const Versioned = v.object({ version: v.number() });

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
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), text);
  if (!json.success) throw new Refusal("malformed-request", { errors: ["message (not JSON)"] });
  if (v.is(Versioned, json.output) && json.output.version !== PROTOCOL_VERSION)
    throw new Refusal("unsupported-version");
  const message = parse(ConnectorMessage, json.output);
  if (message.site !== site) throw new Refusal("malformed-request", { errors: ["site"] });
  if (Math.abs(now - message.issuedAt) > MAX_CLOCK_SKEW_SECONDS) throw new Refusal("stale-request", { now });
  return { envelope, message };
}
