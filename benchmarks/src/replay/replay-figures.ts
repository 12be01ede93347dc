import { type CanarySighting, reachedDestination, type TappedRequest } from "@sedge/testbed";
import { checkLedger, type LedgerCheck } from "./ledger-check.ts";
import type { LearningFigures } from "./learn/learning-figures.ts";
import { quantile } from "./quantile.ts";
import type { BackendReport, VisitResult } from "./visit-report.ts";

/** The results of a replay. */
export interface ReplayFigures {
  readonly sessions: number;
  readonly classifications: number;
  /** Visits per final cluster, largest first. */
  readonly clusters: Readonly<Record<string, number>>;
  /** Visits by the source of their last cluster: edge, device, or none. */
  readonly clusterSources: { readonly edge: number; readonly device: number; readonly none: number };
  readonly errors: readonly string[];
  readonly assignments: number;
  readonly assignmentP50Ms: number | null;
  readonly assignmentP95Ms: number | null;
  /** Visits per backend for one row, such as `wasm in worker`. */
  readonly backends: Readonly<Record<string, number>>;
  /** Median time for one row per backend, over the visits. */
  readonly rowMedianMs: Readonly<Record<string, number | null>>;
  /** Visits with WebGPU, in use or measured. */
  readonly withWebgpu: number;
  readonly requests: number;
  readonly preflights: number;
  readonly bytes: number;
  readonly ledger: LedgerCheck;
  readonly canaries: readonly CanarySighting[];
  readonly seconds: number;
  /** The results of learning; null without it. */
  readonly learning: LearningFigures | null;
}

function tally(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a));
}

function rowMedians(reports: readonly BackendReport[]): Record<string, number | null> {
  const names = [...new Set(reports.flatMap(({ medianMs }) => Object.keys(medianMs)))];
  return Object.fromEntries(
    names.map((name) => [
      name,
      quantile(
        reports.flatMap(({ medianMs }) => medianMs[name]?.row ?? []),
        0.5,
      ),
    ]),
  );
}

/** All requests to the edge, and the SDK's own requests to the shop's server. */
export function sdkTraffic(
  requests: readonly TappedRequest[],
  edge: string,
  shops: readonly string[],
): TappedRequest[] {
  return requests.filter(
    ({ destination, url }) => destination === edge || shops.some((shop) => url.startsWith(`${shop}/sedge/`)),
  );
}

/** Summarises a replay. `canaries` are the sightings in the SDK's traffic. */
export function replayFigures(
  results: readonly VisitResult[],
  edge: { readonly url: string; readonly requests: readonly TappedRequest[] },
  canaries: readonly CanarySighting[],
  seconds: number,
  learning: LearningFigures | null,
): ReplayFigures {
  const reached = edge.requests.filter(reachedDestination);
  // Browsers send CORS preflights by themselves. They contain nothing of the page but the address.
  const [preflights, sent] = [
    reached.filter(({ method }) => method === "OPTIONS"),
    reached.filter(({ method }) => method !== "OPTIONS"),
  ];
  const refused = sent
    .filter(({ status }) => status >= 400)
    .map(({ method, url, status }) => `${status} for ${method} ${url}`);
  const assignments = sent.filter(({ url, method }) => method === "POST" && url.endsWith("/assignments"));
  const tookMs = assignments.map((one) => one.tookMs);
  const reports = results.flatMap(({ backend }) => backend ?? []);
  const source = (name: "edge" | "device") => results.filter(({ cluster }) => cluster?.source === name).length;
  return {
    sessions: results.length,
    classifications: results.reduce((sum, { classifications }) => sum + classifications, 0),
    clusters: tally(results.flatMap(({ cluster }) => cluster?.clusterId ?? [])),
    clusterSources: {
      edge: source("edge"),
      device: source("device"),
      none: results.filter(({ cluster }) => !cluster).length,
    },
    errors: [...results.flatMap(({ errors }) => errors), ...refused],
    assignments: assignments.length,
    assignmentP50Ms: quantile(tookMs, 0.5),
    assignmentP95Ms: quantile(tookMs, 0.95),
    backends: tally(reports.map(({ row, host }) => `${row} in ${host}`)),
    rowMedianMs: rowMedians(reports),
    withWebgpu: reports.filter(({ row, medianMs }) => row === "webgpu" || "webgpu" in medianMs).length,
    requests: sent.length,
    preflights: preflights.length,
    bytes: reached.reduce((sum, { raw }) => sum + raw.length, 0),
    ledger: checkLedger(
      // The ledgers also list the SDK's own files, which may come from the browser's cache.
      results.flatMap(({ ledger }) => ledger).filter(({ url }) => new URL(url).origin === edge.url),
      sent.map(({ method, url, body }) => ({ method, url, body: body.toString("utf8") })),
    ),
    canaries,
    seconds,
    learning,
  };
}

/** Whether a replay found no problem. */
export function isClean({ errors, ledger, canaries, classifications, learning }: ReplayFigures): boolean {
  const isAsPromised = learning === null || learning.faults.length === 0;
  return errors.length === 0 && ledger.agree && canaries.length === 0 && classifications > 0 && isAsPromised;
}
