import { env, exports } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { address, EDGE, envelope, message, ORIGIN, post, problem, problemOf, somebody } from "../../test/visitor.ts";
import { executionContext } from "../../test/context.ts";
import { edgeApp } from "./app.ts";

const fetch = (url: string, init?: RequestInit) => exports.default.fetch(new Request(url, init));

describe("CORS", () => {
  test("lets a site's own origin read answers and refusals, without credentials", async () => {
    for (const response of [
      await fetch(address("manifest"), { headers: { origin: ORIGIN } }),
      await post("link", "{}"),
      await fetch(`${EDGE}/v1/sites/demo/nothing`, { headers: { origin: ORIGIN } }),
    ]) {
      expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
      expect(response.headers.get("access-control-allow-credentials")).toBeNull();
      expect(response.headers.get("vary")).toContain("Origin");
    }
  });

  test("answers a preflight, which browsers may remember", async () => {
    const headers = { origin: ORIGIN, "access-control-request-method": "POST" };
    const response = await fetch(address("link"), { method: "OPTIONS", headers });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(response.headers.get("access-control-allow-headers")).toContain("content-type");
    expect(Number(response.headers.get("access-control-max-age"))).toBeGreaterThan(0);
  });

  test("refuses every other origin before it reads a byte", async () => {
    const body = await envelope([await somebody()], message("link"));
    for (const origin of ["https://evil.example", "null", "http://localhost.evil.example"]) {
      const headers = { "content-type": "application/json", origin };
      const response = await post("link", body, { headers });
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      expect(await problemOf(response)).toEqual(problem(403, "origin-not-allowed"));
      const preflight = await fetch(address("link"), { method: "OPTIONS", headers: { origin } });
      expect(await problemOf(preflight)).toEqual(problem(403, "origin-not-allowed"));
      const manifest = await fetch(address("manifest"), { headers: { origin } });
      expect(manifest.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("takes requests of other channels' systems, which have no origin", async () => {
    const body = await envelope([await somebody()], message("link"));
    expect((await post("link", body, { headers: { "content-type": "application/json" } })).status).toBe(200);
  });
});

describe("addresses that are not served", () => {
  test.each([
    ["GET", "/nothing", 404, "not-found"],
    ["GET", "/v1/sites/demo/nothing", 404, "not-found"],
    ["GET", "/v1/sites/nobody/manifest", 404, "unknown-site"],
    ["GET", "/v1/sites/NOT-A-SITE!/manifest", 404, "unknown-site"],
    ["GET", "/v1/sites/demo/prf", 405, "method-not-allowed"],
    ["POST", "/v1/sites/demo/manifest", 405, "method-not-allowed"],
    ["DELETE", "/healthz", 405, "method-not-allowed"],
  ])("%s %s", async (method, path, status, code) => {
    const response = await fetch(EDGE + path, { method });
    if (status === 405) expect(response.headers.get("allow")).toMatch(/GET|POST/);
    expect(await problemOf(response)).toEqual(problem(status, code));
  });
});

test("every answer carries the security headers", async () => {
  for (const path of ["/healthz", "/openapi.json", "/v1/sites/demo/manifest", "/nothing"]) {
    const { headers } = await fetch(EDGE + path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(headers.get("cache-control")).not.toBeNull();
  }
});

describe("rates", () => {
  const over = { limit: async () => ({ success: false }) };
  test("an address or a site over its rate gets Retry-After, and the page can read it", async () => {
    for (const binding of ["ADDRESS_LIMIT", "SITE_LIMIT"]) {
      const app = edgeApp();
      const request = () => new Request(address("manifest"), { headers: { origin: ORIGIN } });
      expect((await app.fetch(request(), env, executionContext())).status).toBe(200);
      const response = await app.fetch(request(), { ...env, [binding]: over }, executionContext());
      expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await problemOf(response)).toEqual(problem(429, "rate-limited"));
    }
  });

  test("asking for health has its rate too, as each answer costs the aggregator one", async () => {
    const bindings = { ...env, ADDRESS_LIMIT: over };
    const response = await edgeApp().fetch(new Request(`${EDGE}/healthz`), bindings, executionContext());
    expect(await problemOf(response)).toEqual(problem(429, "rate-limited"));
  });

  test("the bindings of the platform count", async () => {
    const app = edgeApp();
    const statuses: number[] = [];
    for (let request = 0; request < 5; request++) {
      const answer = await app.fetch(
        new Request(address("manifest")),
        { ...env, SITE_LIMIT: env.TIGHT_LIMIT },
        executionContext(),
      );
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });
});

test("without its secrets the edge serves nothing, and logs it once per request", async () => {
  for (const missing of [
    { PRF_SEED: undefined },
    { OPERATOR_KEY: "short" },
    { TRUST_TIER: "unknown" },
    { AGGREGATOR: undefined },
  ]) {
    const response = await edgeApp().fetch(new Request(`${EDGE}/healthz`), { ...env, ...missing });
    expect(await problemOf(response)).toEqual(problem(500, "internal-error"));
  }
});
