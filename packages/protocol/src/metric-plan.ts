export { AlertRule } from "./lib/metric-plan/alert-rule.ts";
export { METRIC_KINDS, MetricKind } from "./lib/metric-plan/metric-kind.ts";
export { metricPlanWords } from "./lib/metric-plan/metric-plan-words.ts";
export {
  blocksOfMetric,
  Metric,
  type MetricDimension,
  MetricPlan,
  placesOf,
  type PlanForm,
  type PlanPage,
  type PlanWindow,
} from "./lib/metric-plan/metric-plan.ts";
export { matchesTemplate, pageOf, PageTemplate } from "./lib/metric-plan/page-template.ts";
export {
  BUDGET_SECONDS,
  MAX_DEVICE_EPSILON,
  MAX_METRIC_PLAN_BYTES,
  MAX_WINDOW_BUCKETS,
} from "./lib/metric-plan/plan-limits.ts";
export {
  type PlanParts,
  type PlanPlace,
  type ReadMetricPlan,
  readMetricPlan,
} from "./lib/metric-plan/read-metric-plan.ts";
