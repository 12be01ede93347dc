import { ConnectorEnvelope } from "./connector-message.ts";
import { ConnectorPrfResponse } from "./prf-evaluation.ts";
import { RecordBatch, RecordBatchOutcome } from "./record.ts";
import { BODY, EVALUATED, FRESH, SITE } from "./route-problems.ts";
import type { Route } from "./route.ts";

/** What edge-worker serves to the systems of other channels, each under a connector key of its own. */
export const CONNECTOR_ROUTES = {
  connectorPrf: {
    method: "POST",
    path: `${SITE}/connector-prf`,
    summary: "Both operators' evaluations of a connector's batch, with proofs",
    request: ConnectorEnvelope,
    response: ConnectorPrfResponse,
    rows: [],
    problems: [...FRESH, "unauthorised-connector", "policy-outdated", ...EVALUATED, "aggregator-unavailable", ...BODY],
  },
} as const satisfies Record<string, Route>;

/** What edge-worker serves to the owners of records in other channels. Apart, so that no page carries it. */
export const RECORD_ROUTES = {
  records: {
    method: "POST",
    path: `${SITE}/records`,
    summary: "Records as tokens, each signed by its own token and its identifiers; each is linked or refused by itself",
    request: RecordBatch,
    response: RecordBatchOutcome,
    rows: ["link-token", "consent-receipt"],
    purpose: "link",
    problems: BODY,
  },
} as const satisfies Record<string, Route>;
