import * as v from "valibot";
import { PlanLabel } from "./metric-plan.ts";
import { MAX_METRIC_DIMENSIONS } from "./plan-limits.ts";

const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens"));

/**
 * When a site is alerted, as data: "friction `rage` on `Checkout: address` doubled against the same hours of the last 4 weeks, with 99 %
 * confidence" is `{ metric: "stuck", values: ["Checkout: address", "rage"], measure: "share", ratio: 2, confidence: 0.99, … }`.
 */
export const AlertRule = v.strictObject({
  name,
  /** Id of a metric. */
  metric: name,
  /** Values of its leading dimensions. */
  values: v.pipe(v.array(PlanLabel), v.minLength(1), v.maxLength(MAX_METRIC_DIMENSIONS)),
  /** `share`: of the line with one value fewer, so that more visitors alone raise no alert. `count`: people. */
  measure: v.picklist(["share", "count"]),
  /** How many times its usual level. */
  ratio: v.pipe(v.number(), v.minValue(1.2, "must be at least 1.2"), v.maxValue(100, "must be at most 100")),
  /** Chance that no alert is false in any `looks` windows in a row. */
  confidence: v.pipe(v.number(), v.minValue(0.8, "must be at least 0.8"), v.maxValue(0.9999, "must be at most 0.9999")),
  /** In windows. 10 windows at 99 % are at most one false alarm in 1,000 windows, in the mean. */
  looks: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  /** Who gets the news: name of a destination of triggers. */
  owner: name,
});
export type AlertRule = v.InferOutput<typeof AlertRule>;
