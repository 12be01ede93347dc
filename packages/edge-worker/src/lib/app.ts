import { door, refuseOtherMethods } from "@sedge/operator";
import { EDGE_ROUTES, type EdgeRouteName } from "@sedge/protocol/routes";
import { gate, siteOf } from "./admission.ts";
import { Aggregator } from "./aggregator.ts";
import type { EdgeContext, EdgeVariables } from "./context.ts";
import { answerAssign, answerErase, answerExport, answerLink, answerUnlink } from "./profile-routes.ts";
import {
  answerAssignment,
  answerCodebook,
  answerHealth,
  answerManifest,
  answerOpenApi,
  answerPrf,
} from "./public-routes.ts";
import { type EdgeEnv, settingsOf } from "./settings.ts";
import { Sites } from "./site.ts";
import { SiteFileStore } from "./site-files.ts";

const FILES = [
  { method: "GET", path: "/healthz" },
  { method: "GET", path: "/openapi.json" },
] as const;

/**
 * The edge's router: EDGE_ROUTES, `/healthz` and `/openapi.json`. A request is checked in this order: site, origin,
 * rate, media type, size, schema, signature, clock, replay, consent; then it is done.
 * @param now - Milliseconds since 1970.
 */
export function edgeApp(now: () => number = Date.now) {
  const sites = new Sites(now);
  const store = new SiteFileStore(now);
  const app = door<EdgeEnv, EdgeVariables>(settingsOf);
  app.use("/v1/sites/:site/*", siteOf(sites), gate, async (context, next) => {
    context.set("files", () =>
      store.current(context.env.DB, new Aggregator(context.env), context.get("site"), (work) =>
        context.executionCtx.waitUntil(work),
      ),
    );
    await next();
  });
  const serve = (name: EdgeRouteName, answer: (context: EdgeContext) => Promise<Response>) =>
    app.on(EDGE_ROUTES[name].method, EDGE_ROUTES[name].path, (context) => {
      context.set("route", name);
      return answer(context);
    });
  serve("manifest", answerManifest);
  serve("codebook", (context) => answerCodebook(context, store));
  serve("prf", answerPrf);
  serve("assignment", answerAssignment);
  serve("link", (context) => answerLink(context, now()));
  serve("assign", (context) => answerAssign(context, now()));
  serve("unlink", (context) => answerUnlink(context, now()));
  serve("export", (context) => answerExport(context, now()));
  serve("erase", (context) => answerErase(context, now()));
  app.get("/healthz", answerHealth);
  app.get("/openapi.json", answerOpenApi);
  refuseOtherMethods(app, [...Object.values(EDGE_ROUTES), ...FILES]);
  return app;
}
