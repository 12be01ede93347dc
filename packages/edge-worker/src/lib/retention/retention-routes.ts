import { readJson } from "@sedge/operator";
import { RetentionOrder } from "@sedge/protocol";
import { RETENTION_ROUTES } from "@sedge/protocol/routes";
import type { Hono } from "hono";
import type { EdgeVariables } from "../context.ts";
import type { EdgeEnv } from "../settings.ts";
import { siteConsole } from "../site-console.ts";
import type { Sites } from "../site.ts";
import { retentionOf, setRetention } from "./retention-rules.ts";

/** Adds RETENTION_ROUTES: how long a site's data is kept, under the operator's admin key. */
export function serveRetention(app: Hono<{ Bindings: EdgeEnv; Variables: EdgeVariables }>, sites: Sites): void {
  const serve = siteConsole(app, RETENTION_ROUTES, sites);
  serve("retention", (_request, { DB }, site) => retentionOf(DB, site));
  serve("setRetention", async (request, { DB }, site) => {
    const retention = await setRetention(DB, site, await readJson(request, RetentionOrder));
    sites.forget(site);
    return retention;
  });
}
