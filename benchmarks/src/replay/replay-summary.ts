import { learningSummary } from "./learn/learning-summary.ts";
import type { ReplayFigures } from "./replay-figures.ts";

const MOST_LINES = 8;

const ms = (value: number | null) => (value === null ? "–" : `${value.toFixed(value < 10 ? 2 : 0)} ms`);

function counted(counts: Readonly<Record<string, number>>): string {
  return (
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join("  ") || "none"
  );
}

/** The first lines, and the number of further ones. */
function excerpt(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`… and ${more} more`] : [])].map((line) => `      ${line}`);
}

/** The results of a replay, as text. */
export function replaySummary(figures: ReplayFigures): string {
  const { ledger, canaries, errors, clusterSources } = figures;
  const disagreements = [
    ...ledger.unrecorded.map(({ method, url }) => `on the network, in no ledger: ${method} ${url}`),
    ...ledger.unsent.map(({ method, url }) => `in a ledger, not on the network: ${method} ${url}`),
  ];
  const sightings = canaries.map(({ canary, encoding }) => `${canary.kind} "${canary.value}" as ${encoding}`);
  return [
    "",
    `  sessions          ${figures.sessions} in ${Math.round(figures.seconds)} s`,
    `  classifications   ${figures.classifications}`,
    `  clusters          ${counted(figures.clusters)}`,
    `  cluster given by  edge ${clusterSources.edge}  device ${clusterSources.device}  none ${clusterSources.none}`,
    `  backend           ${counted(figures.backends)}; WebGPU used in ${figures.withWebgpu}`,
    `  one row, median   ${Object.entries(figures.rowMedianMs)
      .map(([name, value]) => `${name} ${ms(value)}`)
      .join("  ")}`,
    `  assignment        p50 ${ms(figures.assignmentP50Ms)}  p95 ${ms(figures.assignmentP95Ms)} over ${figures.assignments} requests (from the browser to the edge and back)`,
    `  sent to the edge  ${figures.requests} requests, ${figures.preflights} preflights, ${figures.bytes} bytes with headers`,
    `  ledger = network  ${ledger.agree ? `yes: ${ledger.matched} of ${figures.requests} requests, byte for byte` : "NO"}${ledger.interrupted > 0 ? `; ${ledger.interrupted} lines written, page closed before sending` : ""}`,
    ...excerpt(disagreements),
    `  no canary         ${canaries.length === 0 ? "yes: in no byte from page or worker" : "NO"}`,
    ...excerpt(sightings),
    ...(figures.learning ? learningSummary(figures.learning) : []),
    `  errors            ${errors.length}`,
    ...excerpt(errors),
    "",
  ].join("\n");
}
