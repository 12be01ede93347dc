import { PROBLEMS, PROTOCOL_VERSION } from "@sedge/protocol";
import { EDGE_ROUTES } from "@sedge/protocol/routes";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { executionContext } from "../../test/context.ts";
import {
  act,
  address,
  EDGE,
  envelope,
  message,
  ORIGIN,
  problem,
  problemOf,
  RECEIPT,
  somebody,
} from "../../test/visitor.ts";
import { edgeApp } from "./app.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

type Json = { readonly [key: string]: Json } & readonly Json[];

/** Every value in a JSON document, with its path. */
function* walk(value: unknown, path = "#"): Generator<[string, unknown]> {
  yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value))
    yield* walk(child, `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
}

describe("the OpenAPI document", () => {
  const document = async () => (await exports.default.fetch(new Request(`${EDGE}/openapi.json`))).json<Json>();

  test("is OpenAPI 3.1 whose references lead somewhere and whose parameters are declared", async () => {
    const openApi = await document();
    expect(openApi["openapi"]).toMatch(/^3\.1\.\d+$/);
    expect(openApi["info"]).toMatchObject({ title: expect.any(String), version: String(PROTOCOL_VERSION) });
    const all = new Map(walk(openApi));
    for (const [path, value] of all) if (path.endsWith("/$ref")) expect(all.has(String(value))).toBe(true);
    const ids: unknown[] = [];
    for (const [path, methods] of Object.entries(openApi["paths"] ?? {})) {
      expect(path).toMatch(/^(?:\/(?:[\w.-]+|\{\w+\}))+$/);
      for (const [method, operation] of Object.entries<Json>(methods)) {
        expect(["get", "post"]).toContain(method);
        ids.push(operation["operationId"]);
        const declared = (operation["parameters"] ?? []) as unknown as {
          name: string;
          in: string;
          required: boolean;
        }[];
        expect(declared.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
        for (const parameter of declared) expect(parameter).toMatchObject({ in: "path", required: true });
        for (const [status, response] of Object.entries<Json>(operation["responses"] ?? {})) {
          expect(status).toMatch(/^[2-5]\d\d$/);
          expect(response["description"]).toEqual(expect.any(String));
        }
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("has every route with its schemas, refusals and promise rows", async () => {
    const { paths } = await document();
    for (const [name, route] of Object.entries(EDGE_ROUTES)) {
      const operation = paths?.[route.path.replaceAll(/:(\w+)/g, "{$1}")]?.[route.method.toLowerCase()];
      expect(operation).toMatchObject({ operationId: name, summary: route.summary });
      expect("requestBody" in (operation ?? {})).toBe("request" in route);
      for (const code of route.problems) {
        expect(operation?.["responses"]?.[String(PROBLEMS[code].status)]?.["description"]).toContain(`\`${code}\``);
      }
    }
    const link = paths?.["/v1/sites/{site}/profile/links"]?.["post"];
    expect(link).toMatchObject({ "x-signed-action": "link", "x-purpose": "link" });
    expect(JSON.stringify(link?.["requestBody"])).toContain("signatures");
  });
});

test("every route of the table is served", async () => {
  for (const route of Object.values(EDGE_ROUTES)) {
    const url =
      EDGE + route.path.replace(":site", "demo").replace(":sha256", "0".repeat(64)).replace(":generation", "0");
    const init = route.method === "POST" ? { body: "{}", headers: { "content-type": "application/json" } } : {};
    const response = await exports.default.fetch(new Request(url, { method: route.method, ...init }));
    expect([200, 400, 404]).toContain(response.status);
    if (response.status === 404) {
      const { code } = await response.json<{ code: string }>();
      expect(["unknown-codebook", "unknown-generation", "no-round"]).toContain(code);
    }
  }
});

test("an unexpected error is a plain 500 problem, without its message", async () => {
  const broken = {
    prepare: () => {
      throw new Error("canary-database");
    },
  } as unknown as D1Database;
  const response = await edgeApp().fetch(new Request(address("manifest")), { ...env, DB: broken }, executionContext());
  const text = await response.clone().text();
  expect(text).not.toContain("canary");
  expect(await problemOf(response)).toEqual(problem(500, "internal-error"));
});

test("logs contain route, status, problem and duration, and nothing about the requester or the request", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((...parts: unknown[]) => void lines.push(parts.join(" ")));
  const others = (["info", "warn", "error", "debug"] as const).map((level) => vi.spyOn(console, level));
  const ann = await somebody();
  const canaries = [
    "203.0.113.77",
    "canary-query",
    "canary-agent",
    "canary-body",
    "canary-path",
    "canary-cookie",
    "canary-host",
    "canaryQuery",
  ];
  const headers = {
    "content-type": "application/json",
    origin: ORIGIN,
    "cf-connecting-ip": "203.0.113.77",
    "user-agent": "canary-agent",
    cookie: "canary-cookie",
    referer: "https://canary-host.example/canary-path",
  };
  const receipt = { ...RECEIPT, policyVersion: "canary-body" };
  const sent = await envelope([ann], message("link", { receipt }));
  const app = edgeApp();
  const broken = {
    prepare: () => {
      throw new Error("canary-body\n    at canaryQuery (canary-host:1:1)");
    },
  };
  const requests: [string, RequestInit, object?][] = [
    [`${address("manifest")}?canary-query`, { headers }],
    [`${EDGE}/canary-path?canary-query`, { headers }],
    [`${EDGE}/v1/sites/canary-path/manifest`, { headers }],
    [`${EDGE}/v1/sites/demo/canary-path`, { headers }],
    [address("link"), { method: "POST", headers, body: "canary-body" }],
    [address("link"), { method: "POST", headers, body: JSON.stringify(sent) }],
    [address("link"), { method: "POST", headers, body: JSON.stringify(await envelope([ann], message("link"))) }],
    [address("manifest"), { headers }, { AGGREGATOR: undefined, AGGREGATOR_URL: "http://127.0.0.1:9/canary-path" }],
    [`${EDGE}/v1/sites/other/manifest`, { headers }, { DB: broken }],
    [`${EDGE}/healthz`, { headers }, { PRF_SEED: "canary-body" }],
  ];
  const statuses: number[] = [];
  for (const [url, init, changes] of requests) {
    const response = await app.fetch(new Request(url, init), { ...env, ...changes }, executionContext());
    statuses.push(response.status);
  }
  expect(statuses).toEqual([200, 404, 404, 404, 400, 403, 200, 200, 500, 500]);
  await act("erase", [ann]);
  const log = lines.join("\n");
  for (const canary of [...canaries, ann.token, sent.signatures[0]?.signature ?? "", JSON.parse(sent.message).nonce]) {
    expect(log).not.toContain(canary);
  }
  for (const level of others) expect(level).not.toHaveBeenCalled();
  const entries = lines.map((line): Json => JSON.parse(line));
  expect(entries).toContainEqual({
    event: "request",
    route: "link",
    method: "POST",
    status: 403,
    problem: "policy-outdated",
    durationMs: expect.any(Number),
  });
  expect(entries).toContainEqual({ event: "misconfigured", settings: ["PRF_SEED"] });
  expect(entries).toContainEqual(
    expect.objectContaining({ event: "internal-error", error: "Error", frames: expect.any(Array) }),
  );
});
