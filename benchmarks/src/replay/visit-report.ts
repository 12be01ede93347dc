import * as v from "valibot";

const Backend = v.picklist(["webgpu", "wasm", "cpu"]);

/** The cluster that a page gets. */
export const ClusterReport = v.object({
  clusterId: v.string(),
  level: v.number(),
  generation: v.number(),
  source: v.picklist(["edge", "device"]),
});
export type ClusterReport = v.InferOutput<typeof ClusterReport>;

const Contribution = v.object({
  state: v.picklist(["preparing", "sending", "received", "not-sent"]),
  reason: v.nullable(v.string()),
  microEpsilon: v.number(),
});
export type ContributionReport = v.InferOutput<typeof Contribution>;

/** The fields of `sedge.privacyBudget()` that the replay uses. */
export const VisitBudget = v.nullish(v.object({ contribution: v.nullable(Contribution) }));

/** The fields of the page's reports that the replay uses. */
export const VisitReport = v.variant("name", [
  v.object({
    name: v.literal("classification"),
    value: v.object({
      backend: v.object({
        row: Backend,
        batch: Backend,
        host: v.picklist(["worker", "page"]),
        medianMs: v.record(v.string(), v.object({ row: v.number(), batch: v.number() })),
        unavailable: v.record(v.string(), v.string()),
      }),
      /** None on a page before the first product. */
      predictions: v.array(v.object({ probability: v.number() })),
    }),
  }),
  v.object({
    name: v.literal("cluster"),
    value: ClusterReport,
  }),
  v.object({ name: v.literal("problem"), value: v.object({ code: v.string(), message: v.string() }) }),
]);
export type VisitReport = v.InferOutput<typeof VisitReport>;

/** A page's ledger, from `sedge.ledger()`. */
export const VisitLedger = v.array(
  v.object({
    method: v.string(),
    url: v.string(),
    body: v.string(),
    status: v.number(),
    rows: v.array(v.number()),
    purpose: v.string(),
    microEpsilon: v.number(),
  }),
);
export type VisitLedger = v.InferOutput<typeof VisitLedger>;

export type BackendReport = Extract<VisitReport, { name: "classification" }>["value"]["backend"];

/** The result of a visit. */
export interface VisitResult {
  readonly classifications: number;
  /** The last cluster, if any. */
  readonly cluster: ClusterReport | undefined;
  readonly backend: BackendReport | undefined;
  readonly ledger: VisitLedger;
  /** Errors, as text. */
  readonly errors: readonly string[];
}
