import * as v from "valibot";

/**
 * What a metric counts. `packages/metrics` has a file of rules for each.
 *
 * - `friction`: where people get stuck.
 * - `contact`: why people contact the site, how they feel, and whether it was solved.
 * - `transition`: from which channel to which people go.
 * - `funnel`: how far people get.
 * - `conversion`: what leads to a purchase.
 * - `prediction`: whether the models are right.
 * - `uplift`: whether acting on a cluster pays.
 * - `consent`: who agrees to what.
 */
export const METRIC_KINDS = [
  "friction",
  "contact",
  "transition",
  "funnel",
  "conversion",
  "prediction",
  "uplift",
  "consent",
] as const;
export const MetricKind = v.picklist(METRIC_KINDS, `must be one of ${METRIC_KINDS.join(", ")}`);
export type MetricKind = v.InferOutput<typeof MetricKind>;
