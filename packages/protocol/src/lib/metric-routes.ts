import * as v from "valibot";
import { ADMIN, ADMIN_BODY, ADMIN_PROBLEMS } from "./admin-routes.ts";
import { base64url } from "./base64url.ts";
import { MetricPlan } from "./metric-plan/metric-plan.ts";
import type { Route } from "./route.ts";
import { ALWAYS, SITE } from "./route-problems.ts";
import { CollectingWindows } from "./window.ts";

const whole = v.pipe(v.number(), v.safeInteger());
const label = v.string();
/** Null where noise hides the number. */
const fraction = v.nullable(v.pipe(v.number(), v.finite()));

/** The site's plan as the edge has published it. */
export const PlanReceipt = v.object({ number: whole, sha256: base64url(32) });
export type PlanReceipt = v.InferOutput<typeof PlanReceipt>;

const Row = v.object({
  /** Values of the leading dimensions; none of them in the total of all. */
  values: v.array(label),
  /** People, estimated; may be negative where there is nobody. `low` and `high` bound them with 95 % confidence. */
  count: whole,
  low: whole,
  high: whole,
  /** Whether the interval is wider than the count. */
  isWide: v.boolean(),
  /** Of the line with one value fewer; null for the total. */
  share: v.nullable(v.object({ share: fraction, low: fraction, high: fraction, isWide: v.boolean() })),
});

/** The result of one window: tables of noisy counts with their intervals. */
export const MetricResult = v.object({
  site: v.string(),
  /** Number of the metric plan. */
  plan: whole,
  /** Start and end, in seconds since 1970. */
  from: whole,
  until: whole,
  /** Votes that were counted. */
  votes: whole,
  /** People that a vote stands for. */
  weight: whole,
  /** What the window cost each voter, at `delta`. */
  epsilon: v.number(),
  delta: v.number(),
  tables: v.array(
    v.object({ metric: v.string(), question: v.string(), dimensions: v.array(label), rows: v.array(Row) }),
  ),
});
export type MetricResult = v.InferOutput<typeof MetricResult>;

/** Results of windows, the latest first. */
export const MetricResults = v.object({ results: v.array(MetricResult) });
export type MetricResults = v.InferOutput<typeof MetricResults>;

/** What edge-worker serves about metrics: to devices which windows run and what is asked, to its operator the results. */
export const METRIC_ROUTES = {
  windows: {
    method: "GET",
    path: `${SITE}/windows`,
    summary:
      "The windows of metrics that collect votes now: what each asks, with which keys and noise, and what it costs",
    response: CollectingWindows,
    rows: [],
    purpose: "learn",
    problems: ALWAYS,
  },
  metricPlan: {
    method: "GET",
    path: `${SITE}/metric-plans/:sha256`,
    summary: "A metric plan, as the exact bytes that its hash names",
    response: MetricPlan,
    rows: [],
    problems: ["unknown-metric-plan", ...ALWAYS],
  },
  setMetricPlan: {
    method: "POST",
    path: `${ADMIN}/metric-plan`,
    summary: "Publishes the site's next metric plan",
    request: MetricPlan,
    response: PlanReceipt,
    rows: [],
    problems: ["bad-metric-plan", ...ADMIN_BODY],
  },
  metrics: {
    method: "GET",
    path: `${ADMIN}/metrics`,
    summary:
      "The results of the latest windows; `seconds`, `limit`, `metric` and `format` (json, csv, openmetrics) are in the query",
    response: MetricResults,
    rows: [],
    problems: ["malformed-request", "unknown-metric-plan", ...ADMIN_PROBLEMS],
  },
} as const satisfies Record<string, Route>;
