import { fromBase64url } from "@sedge/privacy/base64url";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { connectorRequest, registration, someConnector } from "../../test/connector.ts";
import { executionContext } from "../../test/context.ts";
import { admin, aggregatorAdmin } from "../../test/operator.ts";
import { blindedElement, ORIGIN, post, RECEIPT } from "../../test/visitor.ts";
import { edgeApp } from "./app.ts";
import type { EdgeEnv } from "./settings.ts";

/** The real aggregator, behind something that writes down what it is sent. */
function intercepted(): { readonly bindings: EdgeEnv; readonly sent: string[] } {
  const sent: string[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    sent.push(JSON.stringify([url, Object.fromEntries(new Headers(init.headers)), String(init.body ?? "")]));
    return env.AGGREGATOR?.fetch(url, init);
  };
  return { sent, bindings: { ...env, AGGREGATOR: { fetch } as unknown as Fetcher } };
}

test("the aggregator receives a page's elements and epoch, and nothing about the requester", async () => {
  const { bindings, sent } = intercepted();
  const app = edgeApp();
  const blinded = [blindedElement()];
  const headers = {
    "content-type": "application/json",
    origin: ORIGIN,
    "cf-connecting-ip": "203.0.113.77",
    "user-agent": "canary browser",
    cookie: "canary=1",
    referer: `${ORIGIN}/canary`,
  };
  const response = await post("prf", { epoch: 1, blinded, receipt: RECEIPT }, { headers }, async (request) =>
    app.fetch(request, bindings, executionContext()),
  );
  expect(response.status).toBe(200);
  expect(sent).toHaveLength(1);
  const expected = [
    "https://aggregator.internal/v1/sites/demo/prf",
    { authorization: `Bearer ${env.OPERATOR_KEY}`, "content-type": "application/json" },
    JSON.stringify({ epoch: 1, blinded }),
  ];
  expect(sent).toEqual([JSON.stringify(expected)]);
});

test("receives a connector's signed request byte for byte, so that the edge cannot forge one", async () => {
  const { bindings, sent } = intercepted();
  const app = edgeApp();
  const send = async (request: Request) => app.fetch(request, bindings, executionContext());
  const signer = await someConnector();
  await admin("connectors", registration(signer), send);
  await aggregatorAdmin("connectors", registration(signer));
  const elements = () => [fromBase64url(blindedElement())];
  const request = await connectorRequest(signer, elements());
  const signed = await request.clone().text();
  expect((await send(request)).status).toBe(200);
  expect(sent.map((one): unknown => JSON.parse(one)[2])).toEqual([signed]);
  // What is no element is refused here, before the other operator hears of it.
  expect((await send(await connectorRequest(signer, [new Uint8Array(32)]))).status).toBe(400);
  expect(sent).toHaveLength(1);
});
