import { fromBase64url } from "@sedge/privacy/base64url";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { clockedEdge } from "../../test/clocked-edge.ts";
import { connectorRequest, registration, someConnector } from "../../test/connector.ts";
import { loggedBy, restoredAggregator } from "../../test/faulty-aggregator.ts";
import { admin, aggregatorAdmin, changeEpochs } from "../../test/operator.ts";
import { blindedElement, EDGE, post, problem, problemOf, RECEIPT } from "../../test/visitor.ts";
import type { EdgeEnv } from "../lib/settings.ts";

type Edge = ReturnType<typeof clockedEdge>;

const evaluate = ({ ask }: Edge, bindings: EdgeEnv = env, epoch = 1) =>
  post("prf", { epoch, blinded: [blindedElement()], receipt: RECEIPT }, {}, (request) => ask(request, bindings));

async function health({ ask }: Edge, bindings: EdgeEnv = env): Promise<unknown> {
  const { aggregator } = await (await ask(new Request(`${EDGE}/healthz`), bindings)).json<{ aggregator: string }>();
  return aggregator;
}

async function atConsole({ ask }: Edge, bindings: EdgeEnv = env): Promise<unknown> {
  const answer = await admin("key-epochs", undefined, (request) => ask(request, bindings));
  const { epochs } = await answer.json<{ epochs: { epoch: number; aggregatorKey: string }[] }>();
  return epochs.map(({ epoch, aggregatorKey }) => `${epoch} ${aggregatorKey}`);
}

const mismatch = { event: "aggregator-key-mismatch", site: "demo", epoch: 1 };

test("an aggregator with another key than pages verify with evaluates nothing, and is reported", async () => {
  const edge = clockedEdge();
  await edge.manifest();
  expect((await evaluate(edge)).status).toBe(200);
  const restored = restoredAggregator();
  const lines = await loggedBy(async () => {
    const response = await evaluate(edge, restored);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problemOf(response)).toEqual(problem(503, "operators-disagree"));
  });
  expect(lines).toContainEqual(mismatch);
  expect([await health(edge, restored), await atConsole(edge, restored)]).toEqual(["key-mismatch", ["1 differs"]]);
  // The right backup ends it.
  expect([await atConsole(edge), await health(edge), (await evaluate(edge)).status]).toEqual([["1 same"], "ok", 200]);
});

test("it is noticed within a minute, before any device asks", async () => {
  const edge = clockedEdge();
  await edge.manifest();
  edge.passMinutes(2);
  const lines = await loggedBy(() => edge.manifest(restoredAggregator()));
  expect(lines).toContainEqual(mismatch);
  expect(await health(edge)).toBe("key-mismatch");
});

test("an aggregator that lacks the epoch does not send devices to read the manifest over and over", async () => {
  const edge = clockedEdge();
  await changeEpochs({ action: "begin", epoch: 2 }, edge.ask);
  edge.passMinutes(1);
  await edge.manifest();
  const restored = restoredAggregator();
  const lines = await loggedBy(async () => {
    expect(await problemOf(await evaluate(edge, restored, 2))).toEqual(problem(503, "operators-disagree"));
  });
  expect(lines).toContainEqual({ ...mismatch, epoch: 2 });
  expect(await atConsole(edge, restored)).toEqual(["1 differs", "2 missing"]);
  // An isolate that has nothing in memory says so too, and does not serve a manifest without a key.
  await env.DB.prepare("DELETE FROM aggregator_keys").run();
  const response = await clockedEdge().manifest(restored);
  expect(response).toBeInstanceOf(Response);
  if (response instanceof Response) expect(await problemOf(response)).toEqual(problem(503, "operators-disagree"));
});

test("where the key is lost, the way out is the next epoch at both operators", async () => {
  const edge = clockedEdge();
  await edge.manifest();
  const restored = restoredAggregator();
  expect((await evaluate(edge, restored)).status).toBe(503);
  const begin = { action: "begin", epoch: 2 };
  await aggregatorAdmin("key-epochs", begin, "small-site");
  const begun = await admin("key-epochs", begin, (request) => edge.ask(request, restored));
  expect(begun.status).toBe(200);
  edge.passMinutes(1);
  await edge.manifest(restored);
  expect((await evaluate(edge, restored, 2)).status).toBe(200);
  await admin("key-epochs", { action: "retire", epoch: 1 }, (request) => edge.ask(request, restored));
  await aggregatorAdmin("key-epochs", { action: "retire", epoch: 1 }, "small-site");
  expect([await atConsole(edge, restored), await health(edge, restored)]).toEqual([["1 undefined", "2 same"], "ok"]);
});

test("a connector learns that the operators' clocks differ, and by how much", async () => {
  const edge = clockedEdge();
  const signer = await someConnector();
  await admin("connectors", registration(signer), edge.ask);
  await aggregatorAdmin("connectors", registration(signer));
  edge.passMinutes(6);
  const issuedAt = edge.seconds();
  const lines = await loggedBy(async () => {
    const request = await connectorRequest(signer, [fromBase64url(blindedElement())], { issuedAt });
    const refusal = await (await edge.ask(request)).json<{ code: string; now: number }>();
    expect(refusal.code).toBe("stale-request");
    expect(issuedAt - refusal.now).toBeGreaterThan(300);
  });
  expect(lines).toContainEqual({ event: "operator-clocks-differ" });
  expect(await health(edge)).toBe("clock-differs");
});
