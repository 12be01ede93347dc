export { type ConsistentLevel, consistentLevels, type MeasuredLevel } from "./lib/estimate/consistent-levels.ts";
export {
  type CountEstimate,
  countEstimate,
  type Interval,
  type NoisySum,
  ratioEstimate,
  shareDifference,
  shareEstimate,
} from "./lib/estimate/interval.ts";
export { type MetricRow, type MetricTable, metricTables, type OpenedWindow } from "./lib/estimate/metric-table.ts";
