import { operatorApp, refuseOtherMethods, serveAdmin } from "@sedge/operator";
import {
  ADMIN_ROUTES,
  CONNECTOR_ROUTES,
  EDGE_ROUTES,
  type EdgeRouteName,
  LOGIN_ROUTES,
  METRIC_ROUTES,
  RETENTION_ROUTES,
  TRIGGER_ROUTES,
  VERIFICATION_ROUTES,
} from "@sedge/protocol/routes";
import { etag } from "hono/etag";
import { adminParts } from "./admin-parts.ts";
import { gate, siteOf } from "./admission.ts";
import { AggregatorKeys } from "./aggregator-keys.ts";
import { answerExportClusters, answerReadCluster } from "./connector/clusters.ts";
import { answerDeliver } from "./connector/deliveries.ts";
import { answerConnectorPrf } from "./evaluation.ts";
import type { EdgeContext, EdgeVariables } from "./context.ts";
import { epochNumbers, Epochs } from "./epochs.ts";
import { serveVerification } from "./generations/verification-routes.ts";
import { MetricPlans } from "./metrics/metric-plans.ts";
import { serveMetrics } from "./metrics/metric-routes.ts";
import type { Identity } from "./identity/client/identity.ts";
import {
  answerAssign,
  answerErase,
  answerExport,
  answerLink,
  answerUndo,
  answerUnlink,
  identityOf,
} from "./profile-routes.ts";
import {
  answerAssignment,
  answerCodebook,
  answerGeneration,
  answerHealth,
  answerManifest,
  answerOpenApi,
  answerPrf,
} from "./public-routes.ts";
import { serveRetention } from "./retention/retention-routes.ts";
import { LoginKeyStore } from "./rights/login-keys.ts";
import { serveLogin } from "./rights/login-routes.ts";
import { answerBallot, answerContribution, answerRound, answerVisitorBallot } from "./rounds/round-routes.ts";
import { Rounds } from "./rounds/rounds.ts";
import { type EdgeEnv, settingsOf } from "./settings.ts";
import { Sites } from "./site.ts";
import { SiteRules } from "./site-rules.ts";
import { SiteFileStore } from "./site-files.ts";
import { Statements } from "./statements/statements.ts";
import { serveTriggers } from "./triggers/trigger-routes.ts";
import { SiteTriggers } from "./triggers/trigger-settings.ts";

/** What answers a request about profiles. `now`: milliseconds since 1970. */
type IdentityAnswer = (context: EdgeContext, identity: Identity, now: number) => Promise<Response>;

/** What the addresses begin with that pages call. The gate answers their preflights. */
const SITE_PATH = "/v1/sites/:site/";

const FILES = [
  { method: "GET", path: "/healthz" },
  { method: "GET", path: "/openapi.json" },
] as const;

/**
 * The edge's router: EDGE_ROUTES, CONNECTOR_ROUTES, VERIFICATION_ROUTES, ADMIN_ROUTES, `/healthz` and `/openapi.json`. A request is checked in this order: site, origin,
 * rate, media type, size, schema, signature, clock, replay, consent; then it is done.
 * @param now - Milliseconds since 1970.
 */
export function edgeApp(now: () => number = Date.now) {
  const sites = new Sites(now);
  const keys = new AggregatorKeys(now);
  const loginKeys = new LoginKeyStore(now);
  const store = new SiteFileStore(now, keys);
  const rules = new SiteRules(now);
  const epochs = new Epochs(now);
  const rounds = new Rounds(now);
  const plans = new MetricPlans(now);
  const statements = new Statements(now);
  const triggers = new SiteTriggers(now);
  const app = operatorApp<EdgeEnv, EdgeVariables>(settingsOf);
  app.use(`${SITE_PATH}*`, siteOf(sites), gate, async (context, next) => {
    const { env } = context;
    const read = (isFresh?: boolean) => epochs.read(env, context.get("site").id, isFresh);
    context.set("epochs", read);
    context.set("aggregatorKeys", keys);
    context.set("loginKeys", loginKeys);
    context.set("files", async () =>
      store.current(env, context.get("site"), epochNumbers(await read()), (work) =>
        context.executionCtx.waitUntil(work),
      ),
    );
    context.set("learning", (isFresh?: boolean) => rounds.read(env, context.get("site").id, isFresh));
    context.set("triggers", { triggers, now });
    await next();
  });
  const serve = (name: EdgeRouteName, answer: (context: EdgeContext) => Promise<Response>) =>
    app.on(EDGE_ROUTES[name].method, EDGE_ROUTES[name].path, (context) => {
      context.set("route", name);
      return answer(context);
    });
  const withIdentity = async (context: EdgeContext, answer: IdentityAnswer) => {
    const identity = identityOf(context, await rules.of(context.env.DB, context.get("site").id));
    try {
      const response = await answer(context, identity, now());
      await identity.settle();
      return response;
    } catch (error) {
      // Also a message that was refused is not to come again. Why it was is what its sender must know.
      await identity.settle().catch(() => undefined);
      throw error;
    }
  };
  const serveIdentity = (name: EdgeRouteName, answer: IdentityAnswer) =>
    serve(name, (context) => withIdentity(context, answer));
  serve("manifest", (context) => answerManifest(context, statements, plans));
  app.use(EDGE_ROUTES.codebook.path, etag());
  serve("codebook", (context) => answerCodebook(context, store));
  serve("generation", answerGeneration);
  serve("prf", (context) => answerPrf(context, now()));
  serve("assignment", (context) => answerAssignment(context, now()));
  serveIdentity("link", answerLink);
  serveIdentity("assign", answerAssign);
  serveIdentity("unlink", answerUnlink);
  serveIdentity("undo", answerUndo);
  serveIdentity("export", answerExport);
  serveIdentity("erase", answerErase);
  serve("round", answerRound);
  serveIdentity("ballot", answerBallot);
  serve("visitorBallot", (context) => answerVisitorBallot(context, now()));
  serve("contribution", (context) => answerContribution(context, now()));
  const serveConnector = (name: keyof typeof CONNECTOR_ROUTES, answer: IdentityAnswer) =>
    app.on(CONNECTOR_ROUTES[name].method, CONNECTOR_ROUTES[name].path, (context) => {
      context.set("route", name);
      return withIdentity(context, answer);
    });
  serveConnector("deliver", answerDeliver);
  serveConnector("exportClusters", answerExportClusters);
  serveConnector("readCluster", answerReadCluster);
  app.post(CONNECTOR_ROUTES.connectorPrf.path, (context) => {
    context.set("route", "connectorPrf");
    return answerConnectorPrf(context, now());
  });
  serveVerification(app);
  serveAdmin(app, adminParts(sites, keys, now));
  serveTriggers(app, sites, triggers);
  serveMetrics(app, sites);
  serveRetention(app, sites);
  serveLogin(app, { sites, rules, loginKeys, now });
  app.get("/healthz", (context) => answerHealth(context, now()));
  app.get("/openapi.json", answerOpenApi);
  refuseOtherMethods(
    app,
    [
      ...Object.values(EDGE_ROUTES),
      ...Object.values(CONNECTOR_ROUTES),
      ...Object.values(ADMIN_ROUTES),
      ...Object.values(TRIGGER_ROUTES),
      ...Object.values(LOGIN_ROUTES),
      ...Object.values(METRIC_ROUTES),
      ...Object.values(RETENTION_ROUTES),
      ...Object.values(VERIFICATION_ROUTES),
      ...FILES,
    ],
    (path) => path.startsWith(SITE_PATH),
  );
  return app;
}
