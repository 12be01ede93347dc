import { createHash } from "node:crypto";
import { connectorSigner } from "@sedge/privacy/connector-key";
import {
  type Channel,
  CONNECTOR_HEADER,
  CONNECTOR_SCOPES,
  type ConnectorScope,
  deliveryText,
  type LinkToken,
  PROTOCOL_VERSION,
} from "@sedge/protocol";
import { CONNECTOR_ROUTES } from "@sedge/protocol/routes";
import type { LinkKeys } from "@sedge/privacy/link-key";
import type { Operators } from "@sedge/testbed";
import * as v from "valibot";
import { atEdge } from "./connector-keys.ts";
import { type EdgeAnswer, post, SITE, problemOf } from "./edge-answer.ts";
import { envelope, newId, type MessageContent } from "./signed-message.ts";

/** A channel's back-office system, as a client of the edge. */
export interface TestConnector {
  readonly edgeUrl: string;
  readonly channel: Channel;
  /** Its secret, 32 bytes. */
  readonly secret: Uint8Array;
}

/** Registers a channel's system at the edge. Each channel always gets the same key. */
export async function registeredConnector(
  operators: Operators,
  channel: Channel,
  scopes: readonly ConnectorScope[] = CONNECTOR_SCOPES,
): Promise<TestConnector> {
  const secret = new Uint8Array(createHash("sha256").update(channel).digest());
  const { key } = await connectorSigner(secret);
  await atEdge(operators, "connectors", { key, channel, scopes, notAfter: null });
  return { edgeUrl: operators.edgeUrl, channel, secret };
}

/** A connector's signed envelope; `changes` make it invalid. */
export async function connectorEnvelope(
  { channel, secret }: TestConnector,
  action: "deliver" | "read" | "export-clusters",
  body: object,
  changes: object = {},
) {
  const signer = await connectorSigner(secret);
  const message = JSON.stringify({
    version: PROTOCOL_VERSION,
    site: SITE,
    channel,
    nonce: newId(),
    issuedAt: Math.floor(Date.now() / 1_000),
    action,
    body,
    ...changes,
  });
  return { message, key: signer.key, signature: await signer.sign(message) };
}

/** Address of a connector's route. */
export function connectorAddress(edgeUrl: string, route: keyof typeof CONNECTOR_ROUTES, token = ""): string {
  return edgeUrl + CONNECTOR_ROUTES[route].path.replace(":site", SITE).replace(":token", token);
}

/** Delivers messages from the channel's system. */
export async function deliver(
  by: TestConnector,
  items: readonly MessageContent[],
  changes: object = {},
): Promise<EdgeAnswer> {
  const texts = await Promise.all(items.map(envelope));
  const made: { message: string }[] = texts.map((text) => JSON.parse(text));
  const digest = createHash("sha256").update(deliveryText(made)).digest("base64url");
  const connector = await connectorEnvelope(by, "deliver", { digest }, changes);
  return post(connectorAddress(by.edgeUrl, "deliver"), JSON.stringify({ connector, items: made }));
}

/** Reads the cluster of a token. */
export async function readCluster(by: TestConnector, token: LinkToken, changes: object = {}): Promise<EdgeAnswer> {
  const text = JSON.stringify(await connectorEnvelope(by, "read", { token }, changes));
  const header = { [CONNECTOR_HEADER]: Buffer.from(text).toString("base64url") };
  const response = await fetch(connectorAddress(by.edgeUrl, "readCluster", token), { headers: header });
  const json: unknown = await response.json();
  return { status: response.status, type: response.headers.get("content-type") ?? "", json };
}

/** The message that assigns a person to the root of the codebook. */
export const codeword = (channel: Channel, keys: LinkKeys): MessageContent => ({
  action: "assign",
  keys: [keys],
  body: { channel, codeword: { generation: 0, path: "" } },
});

/** The codes of a delivery's results, or the code of its refusal; undefined for an applied item. */
export async function codes(answer: Promise<EdgeAnswer>): Promise<unknown> {
  const got = await answer;
  if (got.status !== 200) return problemOf(got);
  const { results } = v.parse(v.object({ results: v.array(v.object({ code: v.optional(v.string()) })) }), got.json);
  return results.map(({ code }) => code);
}
