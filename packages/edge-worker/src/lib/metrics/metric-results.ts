import { windowLayout } from "@sedge/metrics/answers";
import { metricTables } from "@sedge/metrics/estimates";
import { openMetricsText, OPEN_METRICS_TYPE, resultJson, tableCsv, type WindowResult } from "@sedge/metrics/exports";
import { Refusal } from "@sedge/operator";
import type { WindowRecord } from "@sedge/operator/rounds";
import { epsilonOf } from "@sedge/privacy/accountant";
import * as v from "valibot";
import { roundKeeperOf } from "../rounds/rounds.ts";
import type { EdgeEnv } from "../settings.ts";
import { currentPlan, planOf, type PublishedPlan } from "./metric-plans.ts";

/** Most windows of one answer: a week of quarter hours. */
const MAX_RESULTS = 672;
/** Windows that are read at most to find so many that were opened. */
const MAX_READ = 1_000;

const whole = v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number));

/** What a reader asks for. */
const ResultQuery = v.strictObject({
  /** Length of the windows; default: the shortest of the plan. */
  seconds: v.exactOptional(whole),
  /** How many of the latest; default: 1. */
  limit: v.optional(v.pipe(whole, v.minValue(1), v.maxValue(MAX_RESULTS)), "1"),
  /** One metric alone. `csv` needs it. */
  metric: v.exactOptional(v.pipe(v.string(), v.maxLength(40))),
  format: v.optional(v.picklist(["json", "csv", "openmetrics"]), "json"),
});

/** The tables of a window that was opened; undefined for one that was not. */
export function windowResult(site: string, { plan }: PublishedPlan, record: WindowRecord): WindowResult | undefined {
  const { terms, progress } = record;
  if (!terms || !progress.end || !("counts" in progress.end)) return undefined;
  const { seconds, first, last, noise, weight, rho, delta } = terms;
  return {
    site,
    plan: plan.number,
    from: first * seconds,
    until: (last + 1) * seconds,
    votes: progress.accepted?.people ?? 0,
    weight,
    epsilon: epsilonOf(rho, delta),
    delta,
    tables: metricTables(windowLayout(plan, seconds), { counts: progress.end.counts, noise, weight }),
  };
}

/** The results of a site's latest windows, latest first. */
export async function latestResults(
  env: EdgeEnv,
  site: string,
  seconds: number,
  limit: number,
): Promise<WindowResult[]> {
  const records = await roundKeeperOf(env, site).windows(seconds, MAX_READ);
  const opened = records.filter(({ progress }) => progress.end?.state === "published").slice(0, limit);
  const plans = new Map<string, PublishedPlan | undefined>();
  for (const { request } of opened) {
    if (!plans.has(request.plan)) plans.set(request.plan, await planOf(env.DB, site, request.plan));
  }
  return opened.flatMap((record) => {
    const plan = plans.get(record.request.plan);
    const result = plan && windowResult(site, plan, record);
    return result ? [result] : [];
  });
}

/** Answers the results in the format that is asked for. @throws {Refusal} `malformed-request`, `unknown-metric-plan` */
export async function answerResults(request: Request, env: EdgeEnv, site: string): Promise<Response> {
  const query = v.safeParse(ResultQuery, Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) throw new Refusal("malformed-request", { errors: ["query"] });
  const { limit, metric, format, seconds } = query.output;
  const plan = await currentPlan(env.DB, site);
  const lengths = plan?.plan.windows.map((window) => window.seconds) ?? [];
  const length = seconds ?? Math.min(...lengths);
  if (!plan || !Number.isFinite(length)) throw new Refusal("unknown-metric-plan");
  const own = (result: WindowResult) => ({
    ...result,
    tables: result.tables.filter((table) => metric === undefined || table.metric === metric),
  });
  const results = (await latestResults(env, site, length, format === "json" ? limit : 1)).map(own);
  if (
    metric !== undefined &&
    !plan.plan.metrics.some(({ id }) => id === metric) &&
    results.every(({ tables }) => tables.length === 0)
  )
    throw new Refusal("unknown-metric-plan");
  if (format === "json") {
    const body = `{"results":[${results.map(resultJson).join(",")}]}`;
    return new Response(body, { headers: { "content-type": "application/json" } });
  }
  const [latest] = results;
  if (format === "openmetrics") {
    return new Response(latest ? openMetricsText(latest) : "# EOF\n", {
      headers: { "content-type": OPEN_METRICS_TYPE },
    });
  }
  if (metric === undefined) throw new Refusal("malformed-request", { errors: ["metric"] });
  const [table] = latest?.tables ?? [];
  return new Response(table ? tableCsv(table) : "", { headers: { "content-type": "text/csv; charset=utf-8" } });
}
