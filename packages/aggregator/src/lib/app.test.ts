import { fromBase64url, toBase64url } from "@sedge/privacy/base64url";
import { blind, deriveShareKey, finalize } from "@sedge/privacy/prf";
import { Codebook, MAX_BODY_BYTES, type PrfShare, PROBLEMS, PROTOCOL_VERSION } from "@sedge/protocol";
import { ADMIN_ROUTES, AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import { reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, describe, expect, test, vi } from "vitest";
import { stopClockAtMinute } from "../../../operator/test/whole-minute.ts";
import { aggregatorApp } from "./app.ts";

afterEach(() => reset());

const BASE = "https://aggregator.test/v1/sites/demo";
const authorization = `Bearer ${env.OPERATOR_KEY}`;
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

const ask = (url: string, init: RequestInit = {}) =>
  exports.default.fetch(new Request(url, { headers: { authorization }, ...init }));
const evaluate = (body: unknown, bindings: object = {}) =>
  aggregatorApp().fetch(
    new Request(`${BASE}/prf`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
    { ...env, ...bindings },
  );

async function expectProblem(response: Response, code: keyof typeof PROBLEMS): Promise<void> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ code, status: PROBLEMS[code].status });
  expect(response.status).toBe(PROBLEMS[code].status);
}

describe("the operator key", () => {
  test("requires authentication before any response, also for unknown sites", async () => {
    const wrong = [
      "",
      "Bearer ",
      `Bearer ${env.OPERATOR_KEY}x`,
      `Bearer ${env.OPERATOR_KEY.slice(1)}`,
      env.OPERATOR_KEY,
      `Basic ${env.OPERATOR_KEY}`,
    ];
    for (const shown of wrong) {
      for (const path of ["/prf-keys/1", "/codebook"]) {
        await expectProblem(await ask(BASE + path, { headers: { authorization: shown } }), "unauthorised-operator");
      }
      const nobody = "https://aggregator.test/v1/sites/nobody/codebook";
      await expectProblem(await ask(nobody, { headers: { authorization: shown } }), "unauthorised-operator");
    }
    await expectProblem(await ask(`${BASE}/prf`, { method: "POST", headers: {} }), "unauthorised-operator");
  });

  test("allows no browser page to read the response", async () => {
    const headers = { authorization, origin: "http://localhost:1" };
    expect((await ask(`${BASE}/codebook`, { headers })).headers.get("access-control-allow-origin")).toBeNull();
  });
});

test("a site that this operator does not list is refused", async () => {
  await expectProblem(await ask("https://aggregator.test/v1/sites/other/codebook"), "unknown-site");
});

describe("prf", () => {
  test("is this operator's share under the key that it publishes", async () => {
    const key = await (await ask(`${BASE}/prf-keys/1`)).json<{ epoch: number; publicKey: string }>();
    expect(key).toEqual({ epoch: 1, publicKey: expect.stringMatching(/^[\w-]{43}$/) });
    const blinding = blind(random(20), random);
    const share = await (await evaluate({ epoch: 1, blinded: [toBase64url(blinding.blinded)] })).json<PrfShare>();
    const published = {
      publicKey: fromBase64url(key.publicKey),
      evaluated: share.evaluated.map(fromBase64url),
      proof: fromBase64url(share.proof),
    };
    expect(finalize([blinding], [published])).toHaveLength(1);
    expect(() =>
      finalize([blinding], [{ ...published, publicKey: deriveShareKey(random(32), "demo", 1).publicKey }]),
    ).toThrow();
  });

  test("refuses what it can't evaluate", async () => {
    const element = toBase64url(blind(random(4), random).blinded);
    await expectProblem(await ask(`${BASE}/prf-keys/0`), "malformed-request");
    await expectProblem(await ask(`${BASE}/prf-keys/1e3`), "malformed-request");
    await expectProblem(await ask(`${BASE}/prf-keys/2`), "key-epoch-changed");
    await expectProblem(await evaluate({ epoch: 2, blinded: [element] }), "key-epoch-changed");
    await expectProblem(await evaluate({ epoch: 1, blinded: ["A".repeat(43)] }), "bad-group-element");
    await expectProblem(
      await evaluate({ epoch: 1, blinded: Array.from({ length: 5 }, () => element) }),
      "malformed-request",
    );
    await expectProblem(await evaluate({ epoch: 1, blinded: [element], who: "x" }), "malformed-request");
    await expectProblem(await evaluate("x".repeat(MAX_BODY_BYTES + 1)), "body-too-large");
    const text = { method: "POST", headers: { authorization, "content-type": "text/plain" }, body: "{}" };
    await expectProblem(await ask(`${BASE}/prf`, text), "unsupported-media-type");
  });

  test("spends no budget on what it refuses", async () => {
    const tight = { PRF_PAGE_ELEMENTS_PER_MINUTE: 1 };
    const element = toBase64url(blind(random(4), random).blinded);
    await expectProblem(await evaluate({ epoch: 1, blinded: ["A".repeat(43)] }, tight), "bad-group-element");
    await expectProblem(await evaluate({ epoch: 9, blinded: [element] }, tight), "key-epoch-changed");
    expect((await evaluate({ epoch: 1, blinded: [element] }, tight)).status).toBe(200);
  });

  test("applies a budget per minute and per day, whatever the edge states, and counts elements, not requests", async () => {
    stopClockAtMinute();
    const blinded = Array.from({ length: 3 }, () => toBase64url(blind(random(4), random).blinded));
    for (const [tight, longest] of [
      [{ PRF_PAGE_ELEMENTS_PER_MINUTE: "4" }, 60],
      [{ PRF_PAGE_ELEMENTS_PER_DAY: 4 }, 86_400],
    ] as const) {
      expect((await evaluate({ epoch: 1, blinded }, tight)).status).toBe(200);
      const over = await evaluate({ epoch: 1, blinded }, tight);
      const wait = Number(over.headers.get("retry-after"));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(longest);
      await expectProblem(over, "prf-budget-spent");
      expect((await evaluate({ epoch: 1, blinded: blinded.slice(1, 2) }, tight)).status).toBe(200);
      await expectProblem(await evaluate({ epoch: 1, blinded: blinded.slice(1, 2) }, tight), "prf-budget-spent");
      await reset();
    }
  });
});

describe("codebook", () => {
  test("is the shipped prior to begin with, under its own hash", async () => {
    const response = await ask(`${BASE}/codebook`);
    const bytes = await response.arrayBuffer();
    const digest = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) =>
      byte.toString(16).padStart(2, "0"),
    );
    expect(response.headers.get("etag")).toBe(`"${digest.join("")}"`);
    expect(v.parse(Codebook, JSON.parse(new TextDecoder().decode(bytes)))).toMatchObject({
      generation: 0,
      source: "prior",
    });
    const again = await ask(`${BASE}/codebook`, {
      headers: { authorization, "if-none-match": `"${digest.join("")}"` },
    });
    expect(again.status).toBe(304);
  });
});

test("addresses, methods and health", async () => {
  expect(await (await ask("https://aggregator.test/healthz", { headers: {} })).json()).toEqual({
    status: "ok",
    protocolVersion: PROTOCOL_VERSION,
    now: expect.closeTo(Date.now() / 1_000, -2),
  });
  await expectProblem(await ask("https://aggregator.test/nothing"), "not-found");
  await expectProblem(await ask(`${BASE}/prf`), "method-not-allowed");
  const { headers } = await ask("https://aggregator.test/healthz");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  for (const missing of [{ PRF_SEED: undefined }, { OPERATOR_KEY: "x" }, { SITES: [] }]) {
    const app = aggregatorApp();
    await expectProblem(
      await app.fetch(new Request("https://aggregator.test/healthz"), { ...env, ...missing }),
      "internal-error",
    );
  }
});

test("the OpenAPI document has every route, and says that they need the key", async () => {
  const document = await (
    await ask("https://aggregator.test/openapi.json")
  ).json<{ paths: Record<string, Record<string, object>> }>();
  for (const [name, route] of Object.entries({ ...AGGREGATOR_ROUTES, ...ADMIN_ROUTES })) {
    const operation = document.paths[route.path.replaceAll(/:(\w+)/g, "{$1}")]?.[route.method.toLowerCase()];
    expect(operation).toMatchObject({ operationId: name, security: [{ operatorKey: [] }] });
  }
});

test("logs contain neither key, address nor elements", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  const blinded = toBase64url(blind(random(4), random).blinded);
  await evaluate({ epoch: 1, blinded: [blinded] });
  await ask(`${BASE}/codebook?canary`, {
    headers: { authorization: "Bearer canary", "cf-connecting-ip": "203.0.113.77" },
  });
  vi.restoreAllMocks();
  expect(lines.length).toBeGreaterThanOrEqual(2);
  for (const canary of [env.OPERATOR_KEY, "canary", "203.0.113.77", blinded])
    expect(lines.join()).not.toContain(canary);
});
