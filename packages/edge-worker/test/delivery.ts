import { toBase64url } from "@sedge/privacy/base64url";
import { type ConnectorSigner, connectorSigner } from "@sedge/privacy/connector-key";
import {
  type Channel,
  type ConnectorAction,
  CONNECTOR_HEADER,
  CONNECTOR_SCOPES,
  DeliveryResults,
  deliveryText,
  type DeliveryResult,
  PROTOCOL_VERSION,
} from "@sedge/protocol";
import { exports } from "cloudflare:workers";
import * as v from "valibot";
import { admin } from "./operator.ts";
import { EDGE, randomText } from "./visitor.ts";

type Send = (request: Request) => Promise<Response> | Response;
const send: Send = (request) => exports.default.fetch(request);
const DEMO = "demo";
const SITE = `${EDGE}/v1/sites/${DEMO}`;
const JSON_HEADERS = { "content-type": "application/json" };

/** A channel's connector, the same each time, which the edge knows with all scopes. */
export async function connectorOf(channel: Channel, to = send): Promise<ConnectorSigner> {
  const seed = new Uint8Array(32).map((_, index) => channel.charCodeAt(index % channel.length));
  const signer = await connectorSigner(seed);
  await register(signer, { channel }, to);
  return signer;
}

export async function register({ key }: ConnectorSigner, changes: object = {}, to = send, site = DEMO): Promise<void> {
  const registration = { key, channel: "call-centre", scopes: CONNECTOR_SCOPES, notAfter: null, ...changes };
  const response = await admin("connectors", registration, to, site);
  if (!response.ok) throw new Error(await response.text());
}

/** What a connector signs; `changes` make it wrong. */
export async function connectorEnvelope(
  { key, sign }: ConnectorSigner,
  action: ConnectorAction,
  channel: Channel,
  body: object,
  changes: object = {},
) {
  const message = JSON.stringify({
    version: PROTOCOL_VERSION,
    site: DEMO,
    channel,
    nonce: randomText(16),
    issuedAt: Math.floor(Date.now() / 1_000),
    action,
    body,
    ...changes,
  });
  return { message, key, signature: await sign(message) };
}

type Item = { readonly message: string };

/** What a delivery's message says of its items. */
export async function digestOf(items: readonly Item[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(deliveryText(items)));
  return toBase64url(new Uint8Array(digest));
}

/** Sends envelopes in one request under a connector's key. */
export async function postDelivery(
  signer: ConnectorSigner,
  channel: Channel,
  items: readonly Item[],
  changes: { readonly site?: string; readonly nonce?: string } = {},
  to = send,
): Promise<Response> {
  const connector = await connectorEnvelope(signer, "deliver", channel, { digest: await digestOf(items) }, changes);
  const body = JSON.stringify({ connector, items });
  return to(
    new Request(`${EDGE}/v1/sites/${changes.site ?? DEMO}/deliveries`, { method: "POST", headers: JSON_HEADERS, body }),
  );
}

/** The same by the channel's own connector; what became of each. */
export async function deliver(channel: Channel, items: readonly Item[], to = send): Promise<DeliveryResult[]> {
  const response = await postDelivery(await connectorOf(channel, to), channel, items, {}, to);
  if (response.status !== 200) throw new Error(`deliveries answered ${response.status}: ${await response.text()}`);
  return v.parse(DeliveryResults, await response.json()).results;
}

/** Asks for the cluster by a token. */
export async function readCluster(
  signer: ConnectorSigner,
  channel: Channel,
  token: string,
  changes: object = {},
  to = send,
): Promise<Response> {
  const envelope = await connectorEnvelope(signer, "read", channel, { token }, changes);
  const header = toBase64url(new TextEncoder().encode(JSON.stringify(envelope)));
  return to(new Request(`${SITE}/clusters/${token}`, { headers: { [CONNECTOR_HEADER]: header } }));
}

/** Asks for all of the channel's clusters. */
export async function exportClusters(
  signer: ConnectorSigner,
  channel: Channel,
  after: string | null = null,
  to = send,
): Promise<Response> {
  const body = JSON.stringify(await connectorEnvelope(signer, "export-clusters", channel, { after }));
  return to(new Request(`${SITE}/clusters/export`, { method: "POST", headers: JSON_HEADERS, body }));
}
