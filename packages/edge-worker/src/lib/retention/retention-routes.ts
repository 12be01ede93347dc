import { hasCredentials, readJson, Refusal } from "@sedge/operator";
import { type Retention, RetentionOrder } from "@sedge/protocol";
import { RETENTION_ROUTES } from "@sedge/protocol/routes";
import type { Hono } from "hono";
import type { EdgeVariables } from "../context.ts";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import type { Sites } from "../site.ts";
import { retentionOf, setRetention } from "./retention-rules.ts";

/** Adds RETENTION_ROUTES: how long a site's data is kept, under the operator's admin key. */
export function serveRetention(app: Hono<{ Bindings: EdgeEnv; Variables: EdgeVariables }>, sites: Sites): void {
  const serve = (
    name: keyof typeof RETENTION_ROUTES,
    answer: (request: Request, env: EdgeEnv, site: string) => Promise<Retention>,
  ) => {
    app.on(RETENTION_ROUTES[name].method, RETENTION_ROUTES[name].path, async (context) => {
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
  serve("retention", (_request, { DB }, site) => retentionOf(DB, site));
  serve("setRetention", async (request, { DB }, site) => {
    const retention = await setRetention(DB, site, await readJson(request, RetentionOrder));
    sites.forget(site);
    return retention;
  });
}
