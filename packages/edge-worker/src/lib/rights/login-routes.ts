import { hasCredentials, readJson, Refusal } from "@sedge/operator";
import { ErasureAnswer, type ErasureRequests, LoginKey } from "@sedge/protocol";
import { LOGIN_ROUTES } from "@sedge/protocol/routes";
import type { Hono } from "hono";
import type { EdgeVariables } from "../context.ts";
import { Identity } from "../identity/client/identity.ts";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import type { Sites } from "../site.ts";
import type { SiteRules } from "../site-rules.ts";
import { FiledErasures } from "./erasure-requests.ts";
import type { LoginKeyStore } from "./login-keys.ts";

/** What the routes need of the edge. */
interface LoginParts {
  readonly sites: Sites;
  readonly rules: SiteRules;
  readonly loginKeys: LoginKeyStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Adds LOGIN_ROUTES: the keys of a site's login, and the erasures that the site must answer, under the operator's admin key. */
export function serveLogin(
  app: Hono<{ Bindings: EdgeEnv; Variables: EdgeVariables }>,
  { sites, rules, loginKeys, now }: LoginParts,
): void {
  const serve = (
    name: keyof typeof LOGIN_ROUTES,
    answer: (request: Request, env: EdgeEnv, site: string) => Promise<unknown>,
  ) => {
    app.on(LOGIN_ROUTES[name].method, LOGIN_ROUTES[name].path, async (context) => {
      context.set("route", name);
      const { env, req } = context;
      const key = settingsOf(env).ADMIN_KEY;
      // The key comes first: an outsider does not learn which sites there are.
      if (key === undefined || !(await hasCredentials(req.raw, key))) throw new Refusal("unauthorised-admin");
      const site = await sites.find(env.DB, req.param("site"));
      if (!site) throw new Refusal("unknown-site");
      return Response.json(await answer(req.raw, env, site.id));
    });
  };
  const listed = async ({ DB }: EdgeEnv, site: string): Promise<ErasureRequests> => ({
    requests: await new FiledErasures(DB, site).all(),
  });
  serve("loginKeys", async (_request, { DB }, site) => ({ keys: await loginKeys.of(DB, site) }));
  serve("registerLoginKey", async (request, { DB }, site) => ({
    keys: await loginKeys.register(DB, site, await readJson(request, LoginKey)),
  }));
  serve("erasureRequests", (_request, env, site) => listed(env, site));
  serve("answerErasure", async (request, env, site) => {
    const { token, answer } = await readJson(request, ErasureAnswer);
    const filed = new FiledErasures(env.DB, site);
    const open = await filed.find(token);
    if (!open) throw new Refusal("unknown-profile");
    if (answer === "erase") {
      const identity = new Identity(env, site, await rules.of(env.DB, site));
      await identity.erase(token, { operationId: open.operationId, at: Math.floor(now() / 1_000) });
    }
    await filed.finish([token]);
    return listed(env, site);
  });
}
