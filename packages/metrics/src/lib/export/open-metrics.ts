import { publishedRow, type WindowResult } from "./window-result.ts";

/** Content type of the text. */
export const OPEN_METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

const FAMILIES = [
  ["sedge_people", "People in a bucket of a metric, estimated; may be negative where there is nobody.", "count"],
  ["sedge_people_low", "Lower end of the 95 % interval of sedge_people.", "low"],
  ["sedge_people_high", "Upper end of the 95 % interval of sedge_people.", "high"],
] as const;

const escaped = (text: string) =>
  text
    .replaceAll("\\", String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\n`);

const labelsOf = (labels: readonly (readonly [name: string, value: string])[]) =>
  labels.map(([name, value]) => `${name.replaceAll("-", "_")}="${escaped(value)}"`).join(",");

/**
 * A window's results as OpenMetrics 1.0 text, for Prometheus and Grafana: three gauges a bucket, at the window's end. The label
 * `level` is the number of dimensions that a line has values of: sum only lines of one level.
 */
export function openMetricsText({ site, until, tables }: WindowResult): string {
  const families = FAMILIES.map(([family, help, field]) => {
    const samples = tables.flatMap(({ metric, dimensions, rows }) =>
      rows.map(publishedRow).map((row) => {
        const named = row.values.map((value, index) => [dimensions[index] ?? "", value] as const);
        const labels = labelsOf([["site", site], ["metric", metric], ["level", String(row.values.length)], ...named]);
        return `${family}{${labels}} ${row[field]} ${until}\n`;
      }),
    );
    return `# TYPE ${family} gauge\n# HELP ${family} ${help}\n${samples.join("")}`;
  });
  return `${families.join("")}# EOF\n`;
}
