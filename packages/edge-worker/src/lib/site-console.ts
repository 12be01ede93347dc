import { hasCredentials, Refusal } from "@sedge/operator";
import type { Route } from "@sedge/protocol/routes";
import type { Hono } from "hono";
import type { EdgeVariables } from "./context.ts";
import { type EdgeEnv, settingsOf } from "./settings.ts";
import type { Sites } from "./site.ts";

/** Answers a request about a site: with what becomes JSON, or with a response of its own. */
type Answer = (request: Request, env: EdgeEnv, site: string) => Promise<unknown>;

/** Adds routes of a site's console, one at a time, under the operator's admin key. */
export function siteConsole<Name extends string>(
  app: Hono<{ Bindings: EdgeEnv; Variables: EdgeVariables }>,
  routes: Readonly<Record<Name, Route>>,
  sites: Sites,
): (name: Name, answer: Answer) => void {
  return (name, answer) => {
    const { method, path } = routes[name];
    app.on(method, path, async (context) => {
      context.set("route", name);
      const { env, req } = context;
      const key = settingsOf(env).ADMIN_KEY;
      // The key comes first: an outsider does not learn which sites there are.
      if (key === undefined || !(await hasCredentials(req.raw, key))) throw new Refusal("unauthorised-admin");
      const site = await sites.find(env.DB, req.param("site") ?? "");
      if (!site) throw new Refusal("unknown-site");
      const answered = await answer(req.raw, env, site.id);
      return answered instanceof Response ? answered : Response.json(answered);
    });
  };
}
