import { applyD1Migrations, reset } from "cloudflare:test";
import {
  ADMIN_ROUTES,
  CONNECTOR_ROUTES,
  EDGE_ROUTES,
  LOGIN_ROUTES,
  RETENTION_ROUTES,
  TRIGGER_ROUTES,
  VERIFICATION_ROUTES,
} from "@sedge/protocol/routes";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { executionContext } from "../../test/context.ts";
import { loggedBy } from "../../test/faulty-aggregator.ts";
import { EDGE, ORIGIN } from "../../test/visitor.ts";
import { edgeApp } from "../lib/app.ts";

const ask = async (path: string, method: string, bindings = env) =>
  edgeApp().fetch(new Request(EDGE + path, { method, headers: { origin: ORIGIN } }), bindings, executionContext());

test("Allow lists the methods that are answered, and no other", async () => {
  const routes = [
    EDGE_ROUTES,
    CONNECTOR_ROUTES,
    ADMIN_ROUTES,
    TRIGGER_ROUTES,
    LOGIN_ROUTES,
    RETENTION_ROUTES,
    VERIFICATION_ROUTES,
  ].flatMap((table) => Object.values(table));
  const paths = new Set([...routes.map(({ path }) => path.replaceAll(/:\w+/g, "demo")), "/healthz", "/openapi.json"]);
  for (const path of paths) {
    const refused = await ask(path, "DELETE");
    const allowed = refused.headers.get("allow")?.split(", ") ?? [];
    expect([path, refused.status, allowed.length > 0]).toEqual([path, 405, true]);
    const isAnswered = (await ask(path, "OPTIONS")).status !== 405;
    expect([path, allowed.includes("OPTIONS")]).toEqual([path, isAnswered]);
    for (const method of ["GET", "HEAD", "POST"]) {
      const { status } = await ask(path, method);
      expect([path, method, status !== 405]).toEqual([path, method, allowed.includes(method)]);
    }
  }
});

test("a new database serves no site that nobody has added", async () => {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  expect((await env.DB.prepare("SELECT id FROM sites").all()).results).toEqual([]);
});

test("nothing is served while votes are checked with the key that every request carries", async () => {
  const lines = await loggedBy(async () => {
    expect((await ask("/healthz", "GET", { ...env, VERIFY_KEY: env.OPERATOR_KEY })).status).toBe(500);
  });
  expect(lines).toContainEqual({ event: "misconfigured", settings: ["VERIFY_KEY"] });
});
