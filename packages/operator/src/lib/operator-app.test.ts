import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type AppVariables, operatorApp, refuseOtherMethods } from "./operator-app.ts";
import { Refusal } from "./refusal.ts";
import { MisconfiguredError } from "./secret.ts";

const lines: unknown[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => lines.push(JSON.parse(line)));
});
afterEach(() => vi.restoreAllMocks());

function app(checkSettings: () => void = () => undefined) {
  const made = operatorApp<object, AppVariables>(checkSettings);
  made.get("/fine", (context) => {
    context.set("route", "fine");
    return context.json({ fine: true });
  });
  made.get("/cached", (context) => context.json({}, 200, { "cache-control": "public, max-age=60" }));
  made.post("/fine", () => {
    throw Refusal.retryLater("prf-budget-spent", 12.3);
  });
  made.get("/broken", () => {
    throw new TypeError("canary: a secret of the deployment");
  });
  refuseOtherMethods(made, [
    { method: "GET", path: "/fine" },
    { method: "POST", path: "/fine" },
    { method: "POST", path: "/only-post" },
  ]);
  return made;
}
const ask = (path: string, method = "GET", from = app()) => from.request(path, { method });

describe("every answer", () => {
  test.each(["/fine", "/broken", "/nowhere", "/cached"])("of %s has the security headers", async (path) => {
    const { headers } = await ask(path);
    expect(
      Object.fromEntries([...headers].filter(([name]) => !["cache-control", "content-type"].includes(name))),
    ).toEqual({
      "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "cross-origin-resource-policy": "cross-origin",
      "permissions-policy": "interest-cohort=(), browsing-topics=()",
      "referrer-policy": "no-referrer",
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
  });

  test("is not cached unless its route says so", async () => {
    expect((await ask("/fine")).headers.get("cache-control")).toBe("no-store");
    expect((await ask("/broken")).headers.get("cache-control")).toBe("no-store");
    expect((await ask("/cached")).headers.get("cache-control")).toBe("public, max-age=60");
  });

  test("is logged in one line, by its route and not by its address", async () => {
    await ask("/fine?canary");
    await ask("/nowhere/canary");
    await ask("/fine", "POST");
    expect(lines).toEqual([
      { event: "request", route: "fine", method: "GET", status: 200, durationMs: expect.any(Number) },
      {
        event: "request",
        route: "none",
        method: "GET",
        status: 404,
        problem: "not-found",
        durationMs: expect.any(Number),
      },
      {
        event: "request",
        route: "none",
        method: "POST",
        status: 429,
        problem: "prf-budget-spent",
        durationMs: expect.any(Number),
      },
    ]);
  });
});

describe("a failure", () => {
  test("is a problem document with its code", async () => {
    const refused = await ask("/fine", "POST");
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(refused.headers.get("retry-after")).toBe("13");
    expect(await refused.json()).toMatchObject({ code: "prf-budget-spent", status: 429 });
    expect(await (await ask("/nowhere")).json()).toMatchObject({ code: "not-found", status: 404 });
  });

  test("that is unexpected shows neither its message nor its stack, to the caller or the log", async () => {
    const broken = await ask("/broken");
    expect(broken.status).toBe(500);
    const text = await broken.text();
    expect(JSON.parse(text)).toMatchObject({ code: "internal-error" });
    expect(text + JSON.stringify(lines)).not.toContain("canary");
    expect(lines).toMatchObject([
      { event: "internal-error", error: "TypeError" },
      { status: 500, problem: "internal-error" },
    ]);
  });
});

test("serves nothing while a setting is missing, and logs its name", async () => {
  const unset = app(() => {
    throw new MisconfiguredError(["PRF_SEED"]);
  });
  for (const path of ["/fine", "/nowhere"]) {
    const response = await ask(path, "GET", unset);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("PRF_SEED");
  }
  expect(lines[0]).toEqual({ event: "misconfigured", settings: ["PRF_SEED"] });
});

test("refuses another method of a known path, and lists the allowed ones", async () => {
  const refused = await ask("/fine", "DELETE");
  expect(await refused.json()).toMatchObject({ code: "method-not-allowed", status: 405 });
  expect(refused.headers.get("allow")).toBe("GET, POST, HEAD");
  expect((await ask("/only-post", "GET")).headers.get("allow")).toBe("POST");
});
