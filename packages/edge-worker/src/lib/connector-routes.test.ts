import { fromBase64url } from "@sedge/privacy/base64url";
import { blind, finalize } from "@sedge/privacy/prf";
import { deriveRecordToken, termInput } from "@sedge/privacy/record-token";
import { ConnectorPrfResponse, Manifest, MAX_CONNECTOR_BODY_BYTES } from "@sedge/protocol";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { connectorRequest, registration, someConnector } from "../../test/connector.ts";
import { executionContext } from "../../test/context.ts";
import { admin, aggregatorAdmin } from "../../test/operator.ts";
import { storage } from "../../test/shards.ts";
import { address, blindedElement, post, problem, problemOf, RECEIPT } from "../../test/visitor.ts";
import { stopClockAtMinute } from "../../../operator/test/whole-minute.ts";
import { edgeApp } from "./app.ts";

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const send = async (request: Request, bindings: object = {}) =>
  edgeApp().fetch(request, { ...env, ...bindings }, executionContext());

async function known(changes: object = {}) {
  const signer = await someConnector();
  expect((await admin("connectors", registration(signer, changes), send)).status).toBe(200);
  expect((await aggregatorAdmin("connectors", registration(signer, changes))).status).toBe(200);
  return signer;
}

const blinded = (terms: readonly string[]) => terms.map((term) => blind(termInput("demo", term), random));
const elements = (count: number) => blinded(Array.from({ length: count }, String)).map((one) => one.blinded);

describe("a connector's batch", () => {
  test("gives both operators' shares with proofs, and equal terms equal record tokens", async () => {
    const signer = await known();
    const { prf } = v.parse(Manifest, await (await send(new Request(address("manifest")))).json());
    const tokensOf = async (terms: readonly string[]) => {
      const blindings = blinded(terms);
      const request = await connectorRequest(
        signer,
        blindings.map((one) => one.blinded),
      );
      const answer = v.parse(ConnectorPrfResponse, await (await send(request)).json());
      const share = (publicKey: string, { evaluated, proof }: ConnectorPrfResponse["edge"]) => ({
        publicKey: fromBase64url(publicKey),
        evaluated: evaluated.map(fromBase64url),
        proof: fromBase64url(proof),
      });
      const shares = [share(prf.edgeKey, answer.edge), share(prf.aggregatorKey, answer.aggregator)];
      return finalize(blindings, shares).map((output) => deriveRecordToken(output, "demo", prf.epoch));
    };
    const [jane, doe, again] = await tokensOf(["first:jane", "last:doe", "first:jane"]);
    expect(again).toBe(jane);
    expect(doe).not.toBe(jane);
    expect(await tokensOf(["last:doe"])).toEqual([doe]);
  });

  test("of 512 elements is taken, a larger one is not", async () => {
    const signer = await known();
    const answer = await send(await connectorRequest(signer, elements(512)));
    expect(v.parse(ConnectorPrfResponse, await answer.json()).aggregator.evaluated).toHaveLength(512);
    const larger = await send(await connectorRequest(signer, elements(513)));
    expect(await problemOf(larger)).toEqual(problem(400, "malformed-request"));
    const request = await connectorRequest(signer, elements(1));
    const body = `${await request.text()}${" ".repeat(MAX_CONNECTOR_BODY_BYTES)}`;
    const headers = { "content-type": "application/json" };
    const padded = new Request(request.url, { method: "POST", headers, body });
    expect(await problemOf(await send(padded))).toEqual(problem(413, "body-too-large"));
  });

  test("needs a key that both operators have registered for the site and channel", async () => {
    const signer = await someConnector();
    const refused = async () => problemOf(await send(await connectorRequest(signer, elements(1))));
    expect(await refused()).toEqual(problem(401, "unauthorised-connector"));
    await admin("connectors", registration(signer), send);
    // The aggregator goes by its own register, not by the edge's word.
    expect(await refused()).toEqual(problem(401, "unauthorised-connector"));
    await aggregatorAdmin("connectors", registration(signer));
    expect((await send(await connectorRequest(signer, elements(1)))).status).toBe(200);
  });

  test("needs the purpose link under the present policy, this site, this minute, and a nonce never seen", async () => {
    const signer = await known();
    const wrong: [changes: object, status: number, code: string][] = [
      [{ consent: { purpose: "link", policyVersion: "2020-01" } }, 403, "policy-outdated"],
      [{ consent: { purpose: "classify", policyVersion: "2026-11" } }, 400, "malformed-request"],
      [{ site: "other" }, 400, "malformed-request"],
      [{ channel: "shop-till" }, 401, "unauthorised-connector"],
      [{ issuedAt: 1_700_000_000 }, 401, "stale-request"],
      [{ body: { epoch: 2, blinded: [blindedElement()] } }, 409, "key-epoch-changed"],
      [{ body: { epoch: 1, blinded: ["A".repeat(43)] } }, 400, "bad-group-element"],
    ];
    for (const [changes, status, code] of wrong) {
      const response = await send(await connectorRequest(signer, elements(1), changes));
      expect(await problemOf(response)).toEqual(problem(status, code));
    }
    const request = await connectorRequest(signer, elements(1));
    expect((await send(request.clone())).status).toBe(200);
    expect(await problemOf(await send(request))).toEqual(problem(409, "replayed-request"));
  });

  test("leaves nothing but the budget that it spent", async () => {
    const signer = await known();
    await send(await connectorRequest(signer, elements(3)));
    for (const rows of Object.values(await storage())) expect(rows).toEqual([]);
    const report = await (await admin("prf-budget", undefined, send)).json();
    expect(report).toMatchObject({
      connectors: [{ key: signer.key, day: { spent: 3 } }],
      pages: { day: { spent: 0 } },
    });
  });
});

const LIMITS = { pages: { perMinute: 1, perDay: 1 }, connector: { perMinute: 1, perDay: 1 } };

describe("guessing identifiers", () => {
  const guess = (from: string, bindings: object, to: ReturnType<typeof edgeApp>) =>
    post(
      "prf",
      { epoch: 1, blinded: [blindedElement(), blindedElement()], receipt: RECEIPT },
      { headers: { "content-type": "application/json", "cf-connecting-ip": from } },
      async (request) => to.fetch(request, { ...env, ...bindings }, executionContext()),
    );

  test("is bounded for an address a minute and a day, and others go on", async () => {
    stopClockAtMinute();
    for (const [tight, longest] of [
      [{ PRF_ADDRESS_ELEMENTS_PER_MINUTE: 5 }, 60],
      [{ PRF_ADDRESS_ELEMENTS_PER_DAY: "5" }, 86_400],
    ] as const) {
      const app = edgeApp();
      const from = `203.0.113.${longest % 250}`;
      expect((await guess(from, tight, app)).status).toBe(200);
      expect((await guess(from, tight, app)).status).toBe(200);
      const over = await guess(from, tight, app);
      const wait = Number(over.headers.get("retry-after"));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(longest);
      expect(await problemOf(over)).toEqual(problem(429, "prf-budget-spent"));
      expect((await guess("198.51.100.7", tight, app)).status).toBe(200);
      const report = await (await admin("prf-budget", undefined, send)).json();
      expect(report).toMatchObject({
        addresses: { counted: 2 + (longest > 60 ? 1 : 0), refused: longest > 60 ? 2 : 1 },
      });
    }
  });

  test("is bounded for the whole site, from however many addresses, and does not touch a connector's budget", async () => {
    const app = edgeApp();
    const tight = { PRF_PAGE_ELEMENTS_PER_DAY: 5 };
    const statuses: number[] = [];
    for (let from = 1; from <= 4; from++) statuses.push((await guess(`203.0.113.${from}`, tight, app)).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    const signer = await known();
    expect((await send(await connectorRequest(signer, elements(8)), tight)).status).toBe(200);
  });

  test("from an address leaves that address nowhere: not in storage, not in a digest that can be tried", async () => {
    await guess("203.0.113.77", {}, edgeApp());
    const rows = await keeperRows();
    const text = JSON.stringify(rows);
    expect(rows["spent"]).toMatchObject([{ spender: "pages", in_day: 2 }]);
    expect(text).not.toContain("203.0.113");
    expect(rows["address_spent"]).toEqual([expect.objectContaining({ kind: "evaluations", in_day: 2 })]);
    const tables = ["address_spent", "connectors", "epochs", "nonces", "schema_version", "spent"];
    expect(Object.keys(rows).sort()).toEqual(tables);
    // The day's digests go with the day.
    const keeper = env.PRF_KEEPER.get(env.PRF_KEEPER.idFromName("demo"));
    await keeper.budget({ ...LIMITS }, Math.floor(Date.now() / 1_000) + 86_400);
    expect((await keeperRows())["address_spent"]).toEqual([]);
  });
});

/** Every table of the site's keeper. */
async function keeperRows(): Promise<Record<string, unknown[]>> {
  const keeper = env.PRF_KEEPER.get(env.PRF_KEEPER.idFromName("demo"));
  return runInDurableObject(keeper, (_, { storage }) => {
    const names = storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray();
    return Object.fromEntries(names.map(({ name }) => [name, storage.sql.exec(`SELECT * FROM ${name}`).toArray()]));
  });
}
