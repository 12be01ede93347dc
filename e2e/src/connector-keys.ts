import { connectorSigner } from "@sedge/privacy/connector-key";
import type { Operators } from "@sedge/testbed";
import { SITE } from "./edge-answer.ts";

/** Sends an order to both operators' consoles. */
export async function atBoth(operators: Operators, path: string, body: object): Promise<void> {
  await atAggregator(operators, path, body);
  await atEdge(operators, path, body);
}

export function atEdge({ edgeUrl, edgeAdminKey }: Operators, path: string, body?: object): Promise<Response> {
  return console(edgeUrl, edgeAdminKey, path, body);
}

export function atAggregator(
  { aggregatorUrl, aggregatorAdminKey }: Operators,
  path: string,
  body?: object,
): Promise<Response> {
  return console(aggregatorUrl, aggregatorAdminKey, path, body);
}

async function console(url: string, key: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const init = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
  const response = await fetch(`${url}/v1/operator/sites/${SITE}/${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response;
}

/** Registers a connector's key for the call centre at both operators; `changes` set another channel, expiry or scopes. */
export async function registerConnector(operators: Operators, secret: Uint8Array, changes: object = {}): Promise<void> {
  const { key } = await connectorSigner(secret);
  const usual = { key, channel: "call-centre", scopes: ["evaluate", "link"], notAfter: null };
  await atBoth(operators, "connectors", { ...usual, ...changes });
}
