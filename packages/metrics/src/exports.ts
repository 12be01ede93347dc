export { type CampaignResult, type CampaignSpend, joinSpend, type SpendTerms } from "./lib/export/ad-spend.ts";
export { tableCsv } from "./lib/export/csv.ts";
export { OPEN_METRICS_TYPE, openMetricsText } from "./lib/export/open-metrics.ts";
export { type PublishedRow, publishedRow, resultJson, type WindowResult } from "./lib/export/window-result.ts";
