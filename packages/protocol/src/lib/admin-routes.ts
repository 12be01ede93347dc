import { ConnectorRegister, ConnectorRegistration } from "./connector-registration.ts";
import { EpochOrder, KeyEpochs } from "./key-epochs.ts";
import { PrfBudgetReport } from "./prf-budget-report.ts";
import { RoundOrder, RoundReport } from "./round-order.ts";
import type { Route } from "./route.ts";

export const ADMIN = "/v1/operator/sites/:site";
export const ADMIN_PROBLEMS = ["unauthorised-admin", "unknown-site", "internal-error", "storage-unavailable"] as const;
export const ADMIN_BODY = ["malformed-request", "body-too-large", "unsupported-media-type", ...ADMIN_PROBLEMS] as const;

/** What each operator serves to itself alone, under its admin key. */
export const ADMIN_ROUTES = {
  prfBudget: {
    method: "GET",
    path: `${ADMIN}/prf-budget`,
    summary: "How much of the PRF's budgets is spent, by pages and by connectors",
    response: PrfBudgetReport,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  keyEpochs: {
    method: "GET",
    path: `${ADMIN}/key-epochs`,
    summary: "The key epochs of a site at this operator",
    response: KeyEpochs,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  changeKeyEpochs: {
    method: "POST",
    path: `${ADMIN}/key-epochs`,
    summary: "Begins the next key epoch, or retires the previous one and destroys its key",
    request: EpochOrder,
    response: KeyEpochs,
    rows: [],
    problems: ["key-epoch-order", "aggregator-unavailable", ...ADMIN_BODY],
  },
  connectors: {
    method: "GET",
    path: `${ADMIN}/connectors`,
    summary: "The connector keys that are registered for a site",
    response: ConnectorRegister,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  registerConnector: {
    method: "POST",
    path: `${ADMIN}/connectors`,
    summary: "Registers a connector's key, changes it, or ends it",
    request: ConnectorRegistration,
    response: ConnectorRegister,
    rows: [],
    problems: ["too-many-connector-keys", ...ADMIN_BODY],
  },
  rounds: {
    method: "GET",
    path: `${ADMIN}/rounds`,
    summary: "The rounds of a site at this operator, and what they have spent of each person's privacy",
    response: RoundReport,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  orderRound: {
    method: "POST",
    path: `${ADMIN}/rounds`,
    summary: "Opens a round or ends its collecting (at the edge), or abandons it (at either operator)",
    request: RoundOrder,
    response: RoundReport,
    rows: [],
    problems: ["round-order", "privacy-budget-spent", "aggregator-unavailable", ...ADMIN_BODY],
  },
} as const satisfies Record<string, Route>;
