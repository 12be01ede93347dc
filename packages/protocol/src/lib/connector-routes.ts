import { Assignment } from "./assignment.ts";
import { ClusterLine } from "./cluster-line.ts";
import { ConnectorEnvelope } from "./connector-message.ts";
import { Delivery, DeliveryResults } from "./delivery.ts";
import { ConnectorPrfResponse } from "./prf-evaluation.ts";
import { ALWAYS, BODY, CONNECTED, EVALUATED_BY_BOTH, SITE } from "./route-problems.ts";
import type { Route } from "./route.ts";

/** What edge-worker serves to the systems of other channels, each under a connector key of its own. Apart, so that no page carries it. */
export const CONNECTOR_ROUTES = {
  connectorPrf: {
    method: "POST",
    path: `${SITE}/connector-prf`,
    summary: "Both operators' evaluations of a connector's batch, with proofs",
    request: ConnectorEnvelope,
    response: ConnectorPrfResponse,
    rows: [],
    problems: [...CONNECTED, "policy-outdated", ...EVALUATED_BY_BOTH, ...BODY],
  },
  deliver: {
    method: "POST",
    path: `${SITE}/deliveries`,
    summary: "Messages of a channel's people, each signed by its own tokens; each is followed or refused by itself",
    request: Delivery,
    response: DeliveryResults,
    rows: ["link-token", "codeword", "contribution-shares", "consent-receipt"],
    purpose: "link",
    problems: [...CONNECTED, "connector-budget-spent", ...BODY],
  },
  readCluster: {
    method: "GET",
    path: `${SITE}/clusters/:token`,
    summary:
      "The cluster of a person whom the channel itself has registered; the envelope is in the header Sedge-Connector",
    response: Assignment,
    rows: [],
    problems: [
      ...CONNECTED,
      "connector-budget-spent",
      "malformed-request",
      "unknown-profile",
      "no-cluster",
      "profile-unavailable",
      "aggregator-unavailable",
      ...ALWAYS,
    ],
  },
  exportClusters: {
    method: "POST",
    path: `${SITE}/clusters/export`,
    summary: "The clusters of all whom the channel itself has registered, a line each",
    request: ConnectorEnvelope,
    response: ClusterLine,
    responseType: "application/x-ndjson",
    rows: [],
    problems: [...CONNECTED, "connector-budget-spent", "profile-unavailable", "aggregator-unavailable", ...BODY],
  },
} as const satisfies Record<string, Route>;
