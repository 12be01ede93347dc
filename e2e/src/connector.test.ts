import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { connectPrf, type ConnectOptions, OperatorsError } from "@sedge/connector/operators";
import { createConnector, createReceiver, nodeListener } from "@sedge/connector/push";
import { blind, finalize } from "@sedge/privacy/prf";
import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";
import { type Operators } from "@sedge/testbed";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useConnectorFolder } from "./connector-folder.ts";
import { registerConnector } from "./connector-keys.ts";
import { SITE } from "./edge-answer.ts";
import { startOperators } from "./operators.ts";
import { webhookHeaders } from "./webhook-receiver.ts";

const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
let operators: Operators;

beforeAll(async () => {
  operators = await startOperators({
    edgeVars: { PRF_CONNECTOR_ELEMENTS_PER_MINUTE: "500" },
    aggregatorVars: { PRF_CONNECTOR_ELEMENTS_PER_DAY: "300", CHANNELS: { demo: ["web", "email"] } },
  });
});
afterAll(() => operators?.stop());
const folder = useConnectorFolder(() => operators);

const options = (connectorKey: Uint8Array, more: Partial<ConnectOptions> = {}): ConnectOptions => ({
  endpoint: operators.edgeUrl,
  site: SITE,
  channel: "call-centre",
  connectorKey,
  fetch,
  ...more,
});

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OperatorsError)) throw new Error(`no refusal: ${String(error)}`);
  return error.code;
}

test("evaluates terms to record tokens with both operators, the same in every batch", async () => {
  const secret = random(32);
  await registerConnector(operators, secret);
  const prf = await connectPrf(options(secret));
  const tokensOf = async (terms: readonly string[]) => {
    const blindings = terms.map((term) => blind(termInput(SITE, term), random));
    const shares = await prf.evaluate(blindings.map(({ blinded }) => blinded));
    return finalize(blindings, shares).map((output) => deriveRecordToken(output, SITE, prf.epoch));
  };
  const terms = Array.from({ length: 60 }, (_, index) => `first:${index}`);
  const tokens = await tokensOf(terms);
  expect(new Set(tokens).size).toBe(60);
  expect(await tokensOf(terms.slice(-1))).toEqual(tokens.slice(-1));
});

test("reports a permanent failure by its code: no key, another aggregator, unreachable, another site", async () => {
  const secret = random(32);
  const stranger = await connectPrf(options(secret));
  expect(await refusal(stranger.evaluate([blind(random(4), random).blinded]))).toBe("unauthorised-connector");
  const pinned = connectPrf(options(secret, { aggregatorKey: "A".repeat(43) }));
  expect(await refusal(pinned)).toBe("aggregator-key-mismatch");
  const nowhere = connectPrf(options(secret, { endpoint: "http://127.0.0.1:9", wait: async () => undefined }));
  expect(await refusal(nowhere)).toBe("operators-unreachable");
  expect(await refusal(connectPrf(options(secret, { site: "nobody" })))).toBe("unknown-site");
  const page = connectPrf(options(secret, { fetch: async () => new Response("<html>") }));
  expect(await refusal(page)).toBe("not-an-operator");
});

test("waits for a per-minute budget, reports a spent daily budget, and each operator counts separately", async () => {
  const secret = random(32);
  await registerConnector(operators, secret);
  const waits: number[] = [];
  const wait = async (seconds: number) => void waits.push(seconds);
  const prf = await connectPrf(options(secret, { wait }));
  const batch = (elements: number) => Array.from({ length: elements }, () => blind(random(4), random).blinded);
  // More than the edge's budget for any minute.
  expect(await refusal(prf.evaluate(batch(501)))).toBe("prf-budget-spent");
  expect(waits.length).toBeGreaterThan(2);
  expect(Math.max(...waits)).toBeLessThanOrEqual(60);
  // The edge accepts both batches; the aggregator accepts 300 elements a day.
  expect(await prf.evaluate(batch(200))).toHaveLength(2);
  expect(await refusal(prf.evaluate(batch(200)))).toBe("prf-budget-spent");
});

test("accepts signed webhooks once from a system that can only POST, and offers landing links", async () => {
  const keyFile = await folder.register("email");
  const connector = await createConnector({
    channel: "email",
    key: Buffer.from(readFileSync(keyFile, "utf8"), "base64url"),
    site: SITE,
    endpoint: operators.edgeUrl,
    state: folder.path("email.state"),
    policyVersion: "2026-11",
    flushSeconds: 0,
  });
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  const server = createServer(nodeListener(createReceiver({ connector, secrets: [secret] }))).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
  const data = {
    id: "w1",
    consent: "yes",
    identifiers: { email: "uma@example.com" },
    touch: { at: 1_790_000_000, isOpened: true },
  };
  const post = async (id: string, body: string, signer = secret) => {
    return (await fetch(url, { method: "POST", headers: webhookHeaders(id, body, signer), body })).status;
  };
  const body = JSON.stringify({ type: "email.opened", timestamp: new Date().toISOString(), data });
  expect(await post("msg_1", body, `whsec_${randomBytes(24).toString("base64")}`)).toBe(401);
  expect([await post("msg_1", body), await post("msg_1", body), await post("msg_2", '{"data":{"id":""}}')]).toEqual([
    204, 204, 400,
  ]);
  expect(await connector.flush()).toMatchObject({ delivered: 1, refused: {} });
  const [own, stranger] = await connector.landingLinks(
    [{ email: "Uma@Example.com" }, { email: "nobody@example.com" }],
    14,
  );
  expect(own?.fragment).toMatch(/^sedge=[\w-]{22}$/);
  expect(stranger).toBeNull();
  await connector.close();
  server.close();
});
