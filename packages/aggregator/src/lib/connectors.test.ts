import type { ConnectorSigner } from "@sedge/privacy/connector-key";
import { MAX_CONNECTOR_KEYS, type PrfShare, PROBLEMS } from "@sedge/protocol";
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { blindedElements, connectorEnvelope, evaluateMessage, someConnector } from "../../test/connector.ts";
import { aggregatorApp } from "./app.ts";

afterEach(() => reset());

const SITE = "https://aggregator.test/v1/sites/demo";
const ADMIN = "https://aggregator.test/v1/operator/sites/demo";

async function send(url: string, key: string, body?: string, bindings: object = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const init = body === undefined ? { headers } : { method: "POST", headers, body };
  return aggregatorApp().fetch(new Request(url, init), { ...env, ...bindings });
}

const register = (key: string, changes: object = {}) => {
  const registration = { key, channel: "call-centre", scopes: ["evaluate"], notAfter: null, ...changes };
  return send(`${ADMIN}/connectors`, env.ADMIN_KEY, JSON.stringify(registration));
};
const ask = async (signer: ConnectorSigner, message: object, bindings: object = {}) =>
  send(`${SITE}/connector-prf`, env.OPERATOR_KEY, await connectorEnvelope(signer, message), bindings);

async function expectProblem(response: Response, code: keyof typeof PROBLEMS): Promise<void> {
  expect(await response.json()).toMatchObject({ code, status: PROBLEMS[code].status });
}

test("a batch of 512 elements is evaluated under one proof, for a registered key alone", async () => {
  const signer = await someConnector();
  await expectProblem(await ask(signer, evaluateMessage(blindedElements(1))), "unauthorised-connector");
  expect((await register(signer.key)).status).toBe(200);
  const share = await (await ask(signer, evaluateMessage(blindedElements(512)))).json<PrfShare>();
  expect(share.evaluated).toHaveLength(512);
  await expectProblem(await ask(signer, evaluateMessage(blindedElements(513))), "malformed-request");
});

test("a hostile edge that has no connector's key gets no batch: it can neither sign, nor change, nor repeat one", async () => {
  const [signer, stranger] = [await someConnector(), await someConnector()];
  await register(signer.key);
  const message = evaluateMessage(blindedElements(2));
  const envelope = await connectorEnvelope(signer, message);
  const post = (body: string) => send(`${SITE}/connector-prf`, env.OPERATOR_KEY, body);
  await expectProblem(await post(await connectorEnvelope(stranger, message)), "unauthorised-connector");
  await expectProblem(await post(await connectorEnvelope({ ...stranger, key: signer.key }, message)), "bad-signature");
  await expectProblem(await post(envelope.replace("2026-11", "2026-12")), "bad-signature");
  expect((await post(envelope)).status).toBe(200);
  await expectProblem(await post(envelope), "replayed-request");
});

test("a message for another site, channel or time is refused, as is a key without the scope", async () => {
  const signer = await someConnector();
  await register(signer.key);
  const blinded = blindedElements(1);
  const wrong: [changes: object, code: keyof typeof PROBLEMS][] = [
    [{ site: "other" }, "malformed-request"],
    [{ channel: "shop-till" }, "unauthorised-connector"],
    [{ issuedAt: Math.floor(Date.now() / 1_000) - 400 }, "stale-request"],
    [{ version: 7 }, "unsupported-version"],
    [{ consent: { purpose: "learn", policyVersion: "2026-11" } }, "malformed-request"],
    [{ action: "erase" }, "malformed-request"],
    [{ body: { epoch: 2, blinded } }, "key-epoch-changed"],
  ];
  for (const [changes, code] of wrong) await expectProblem(await ask(signer, evaluateMessage(blinded, changes)), code);
  await expectProblem(await register(signer.key, { scopes: [] }), "malformed-request");
  expect((await ask(signer, evaluateMessage(blinded))).status).toBe(200);
});

test("keys of a channel follow one another: four at once, never five, and an expired one is refused", async () => {
  const signers = await Promise.all(Array.from({ length: MAX_CONNECTOR_KEYS }, someConnector));
  const [one, two] = [signers[0] ?? (await someConnector()), signers[1] ?? (await someConnector())];
  const fifth = await someConnector();
  for (const { key } of signers) expect((await register(key)).status).toBe(200);
  await expectProblem(await register(fifth.key), "too-many-connector-keys");
  expect((await register(fifth.key, { channel: "shop-till" })).status).toBe(200);
  for (const signer of signers) expect((await ask(signer, evaluateMessage(blindedElements(1)))).status).toBe(200);
  expect((await register(one.key, { notAfter: Math.floor(Date.now() / 1_000) - 1 })).status).toBe(200);
  await expectProblem(await ask(one, evaluateMessage(blindedElements(1))), "connector-revoked");
  expect((await register(fifth.key)).status).toBe(200);
  expect((await ask(two, evaluateMessage(blindedElements(1)))).status).toBe(200);
});

test("a key without the scope evaluates nothing", async () => {
  const signer = await someConnector();
  await register(signer.key, { scopes: ["link", "read", "contribute"] });
  await expectProblem(await ask(signer, evaluateMessage(blindedElements(1))), "scope-missing");
  await expectProblem(await register(signer.key, { scopes: ["evaluate", "evaluate"] }), "malformed-request");
  await expectProblem(await register(signer.key, { scopes: ["everything"] }), "malformed-request");
  await register(signer.key, { scopes: ["evaluate"] });
  expect((await ask(signer, evaluateMessage(blindedElements(1)))).status).toBe(200);
});

test("each key has a budget of its own, and the operator sees what is spent and what was refused", async () => {
  const [greedy, modest] = [await someConnector(), await someConnector()];
  await register(greedy.key);
  await register(modest.key);
  const tight = { PRF_CONNECTOR_ELEMENTS_PER_MINUTE: 100, PRF_CONNECTOR_ELEMENTS_PER_DAY: 10 };
  expect((await ask(greedy, evaluateMessage(blindedElements(8)), tight)).status).toBe(200);
  const over = await ask(greedy, evaluateMessage(blindedElements(3)), tight);
  expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
  await expectProblem(over, "prf-budget-spent");
  expect((await ask(modest, evaluateMessage(blindedElements(8)), tight)).status).toBe(200);
  const report = await (await send(`${ADMIN}/prf-budget`, env.ADMIN_KEY, undefined, tight)).json();
  expect(report).toMatchObject({
    pages: { day: { spent: 0, limit: 500_000 } },
    connectors: expect.arrayContaining([
      { key: greedy.key, minute: { spent: 8, limit: 100 }, day: { spent: 8, limit: 10 }, refusedToday: 1 },
      { key: modest.key, minute: { spent: 8, limit: 100 }, day: { spent: 8, limit: 10 }, refusedToday: 0 },
    ]),
    addresses: null,
  });
});

test("the operator's console is closed to the edge, to outsiders, and where no admin key is set", async () => {
  for (const path of ["/prf-budget", "/key-epochs", "/connectors"]) {
    for (const key of [env.OPERATOR_KEY, "", `${env.ADMIN_KEY}x`]) {
      await expectProblem(await send(ADMIN + path, key), "unauthorised-admin");
      await expectProblem(await send(`https://aggregator.test/v1/operator/sites/no${path}`, key), "unauthorised-admin");
    }
    await expectProblem(
      await send(ADMIN + path, env.ADMIN_KEY, undefined, { ADMIN_KEY: undefined }),
      "unauthorised-admin",
    );
    expect((await send(ADMIN + path, env.ADMIN_KEY)).status).toBe(200);
  }
  await expectProblem(
    await send("https://aggregator.test/v1/operator/sites/no/connectors", env.ADMIN_KEY),
    "unknown-site",
  );
});
