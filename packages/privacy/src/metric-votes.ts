export { drawMetricNoise, type MetricNoise, metricNoise, metricRho } from "./lib/accountant/metric-privacy.ts";
export { MetricCircuit, type MetricVote } from "./lib/contribution/metric-circuit.ts";
export { MAX_METRIC_BUCKETS, metricSumShape, type MetricShape } from "./lib/contribution/metric-layout.ts";
export { type MetricVotes, metricVotes } from "./lib/contribution/metric-votes.ts";
