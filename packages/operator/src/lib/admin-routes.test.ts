import { MAX_BODY_BYTES } from "@sedge/protocol";
import * as v from "valibot";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { addTimingSafeEqual } from "../../test/workers-crypto.ts";
import { type AdminParts, serveAdmin } from "./admin-routes.ts";
import { type AppVariables, operatorApp } from "./operator-app.ts";
import { Refusal } from "./refusal.ts";
import { Secret } from "./secret.ts";

beforeAll(addTimingSafeEqual);
beforeEach(() => void vi.spyOn(console, "log").mockImplementation(() => undefined));

const KEY = v.parse(Secret, Buffer.alloc(32, 8).toString("base64url"));
/** The Worker's bindings. */
const env = { bindings: "of the test" };
const NOW = 1_790_000_000;
const registration = {
  key: Buffer.alloc(32, 1).toString("base64url"),
  channel: "shop-till",
  scopes: ["evaluate"],
  notAfter: null,
};

/** A console of the site "demo" whose parts answer by their name. */
function operatorConsole(changes: Partial<AdminParts<object>> = {}) {
  const registerConnector = vi.fn(async () => true);
  const changeEpochs = vi.fn(async () => undefined);
  const orderRound = vi.fn(async () => undefined);
  const keeper = {
    budget: async (limits: unknown, now: number) => ({ budget: limits, now }),
    connectors: async () => [registration],
    registerConnector,
  };
  const app = operatorApp<object, AppVariables>(() => undefined);
  serveAdmin(app, {
    adminKey: () => KEY,
    keeper: async (_env, site) => (site === "demo" ? (keeper as never) : undefined),
    limits: () => ({ pages: { perMinute: 1, perDay: 2 }, connector: { perMinute: 3, perDay: 4 } }),
    epochs: async (_env, site) => ({ epochs: [], site }) as never,
    changeEpochs,
    rounds: async (_env, site) => ({ rounds: [], site }) as never,
    orderRound,
    now: () => NOW,
    ...changes,
  });
  const ask = async (
    path: string,
    body?: unknown,
    { site = "demo", key = KEY, type = "application/json" }: { site?: string; key?: string; type?: string } = {},
  ) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": type };
    const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
    const response = await app.request(`/v1/operator/sites/${site}/${path}`, init, env);
    return { status: response.status, body: await response.json<Record<string, unknown>>() };
  };
  return { ask, registerConnector, changeEpochs, orderRound };
}

describe("the operator's console", () => {
  const PATHS = ["prf-budget", "key-epochs", "connectors", "rounds"];

  test.each(PATHS)("asks for the key first, and then for a site that is served: %s", async (path) => {
    const { ask } = operatorConsole();
    const other = Buffer.alloc(32, 9).toString("base64url");
    for (const site of ["demo", "unknown"]) {
      expect((await ask(path, undefined, { site, key: other })).body["code"]).toBe("unauthorised-admin");
    }
    expect((await ask(path, undefined, { site: "unknown" })).body["code"]).toBe("unknown-site");
    expect((await ask(path)).status).toBe(200);
  });

  test.each(PATHS)("is closed without an admin key: %s", async (path) => {
    const { ask } = operatorConsole({ adminKey: () => undefined });
    expect(await ask(path)).toMatchObject({ status: 401, body: { code: "unauthorised-admin" } });
  });

  test("shows budgets, key epochs, connectors and rounds of the site", async () => {
    const { ask } = operatorConsole();
    expect((await ask("prf-budget")).body).toMatchObject({ now: NOW, budget: { pages: { perMinute: 1 } } });
    expect((await ask("key-epochs")).body).toEqual({ epochs: [], site: "demo" });
    expect((await ask("connectors")).body).toEqual({ connectors: [registration] });
    expect((await ask("rounds")).body).toEqual({ rounds: [], site: "demo" });
  });

  test("passes on an order, and answers what it led to", async () => {
    const { ask, registerConnector, changeEpochs, orderRound } = operatorConsole();
    expect((await ask("key-epochs", { action: "begin", epoch: 2 })).body).toEqual({ epochs: [], site: "demo" });
    expect(changeEpochs).toHaveBeenCalledWith(env, "demo", { action: "begin", epoch: 2 });
    expect((await ask("rounds", { action: "abandon" })).body).toEqual({ rounds: [], site: "demo" });
    expect(orderRound).toHaveBeenCalledWith(env, "demo", { action: "abandon" });
    expect((await ask("connectors", registration)).body).toEqual({ connectors: [registration] });
    expect(registerConnector).toHaveBeenCalledWith(registration, NOW);
  });

  test("refuses one key too many, a wrong body, and what its part refuses", async () => {
    const { ask, registerConnector } = operatorConsole({
      orderRound: async () => {
        throw new Refusal("round-order");
      },
    });
    registerConnector.mockResolvedValueOnce(false);
    expect((await ask("connectors", registration)).body["code"]).toBe("too-many-connector-keys");
    expect((await ask("connectors", { ...registration, scopes: [] })).body["code"]).toBe("malformed-request");
    expect((await ask("connectors", registration, { type: "text/plain" })).body["code"]).toBe("unsupported-media-type");
    expect((await ask("key-epochs", "x".repeat(MAX_BODY_BYTES))).body["code"]).toBe("body-too-large");
    expect((await ask("rounds", { action: "close" })).body["code"]).toBe("round-order");
    expect(registerConnector).toHaveBeenCalledTimes(1);
  });
});
