import { readJson, Refusal } from "@sedge/operator";
import { epsilonOf } from "@sedge/privacy/accountant";
import type { CollectingWindows } from "@sedge/protocol";
import { MAX_METRIC_PLAN_BYTES } from "@sedge/protocol/metric-plan";
import { METRIC_ROUTES, type PlanReceipt } from "@sedge/protocol/routes";
import type { Hono } from "hono";
import * as v from "valibot";
import type { EdgeContext, EdgeVariables } from "../context.ts";
import { roundKeeperOf } from "../rounds/rounds.ts";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import { siteConsole } from "../site-console.ts";
import type { Sites } from "../site.ts";
import { planOf, setPlan } from "./metric-plans.ts";
import { answerResults } from "./metric-results.ts";

/** Adds METRIC_ROUTES: what is asked for devices, plans and results for the operator. */
export function serveMetrics(app: Hono<{ Bindings: EdgeEnv; Variables: EdgeVariables }>, sites: Sites): void {
  const { windows, metricPlan } = METRIC_ROUTES;
  app.get(windows.path, (context) => {
    context.set("route", "windows");
    return answerWindows(context);
  });
  app.get(metricPlan.path, (context) => {
    context.set("route", "metricPlan");
    return answerPlan(context, context.req.param("sha256"));
  });
  const serve = siteConsole(app, METRIC_ROUTES, sites);
  serve("setMetricPlan", async (request, env, site) => {
    const { plan, sha256 } = await setPlan(env, site, await readJson(request, v.unknown(), MAX_METRIC_PLAN_BYTES));
    // At once, and not with the next minute's job. That does it where the aggregator does not answer.
    await roundKeeperOf(env, site).openWindows();
    return { number: plan.number, sha256 } satisfies PlanReceipt;
  });
  serve("metrics", answerResults);
}

async function answerWindows(context: EdgeContext): Promise<Response> {
  const { windows } = await context.get("learning")();
  const answer: CollectingWindows = {
    windows: windows.map(({ terms: { maxPeople: _maxPeople, shards: _shards, ...terms } }) => ({
      ...terms,
      epsilon: epsilonOf(terms.rho, terms.delta),
    })),
  };
  return context.json(answer, 200, { "cache-control": `public, max-age=${settingsOf(context.env).CACHE_SECONDS}` });
}

async function answerPlan(context: EdgeContext, sha256: string): Promise<Response> {
  const plan = await planOf(context.env.DB, context.get("site").id, sha256);
  if (!plan) throw new Refusal("unknown-metric-plan");
  const headers = { "content-type": "application/json", "cache-control": "public, max-age=31536000, immutable" };
  return new Response(plan.text, { headers });
}
