import type { Route } from "./route.ts";
import { ADMIN, ADMIN_BODY, ADMIN_PROBLEMS } from "./admin-routes.ts";
import { SagaReport } from "./saga-report.ts";
import { DeadWebhooks } from "./trigger-notice.ts";
import { TriggerOrder, TriggerSecrets, TriggerSettings } from "./trigger-rule.ts";

/** What edge-worker serves to its operator alone, under its admin key: triggers, and its unfinished work. */
export const TRIGGER_ROUTES = {
  triggers: {
    method: "GET",
    path: `${ADMIN}/triggers`,
    summary: "The trigger rules of a site, and where their webhooks go",
    response: TriggerSettings,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  setTriggers: {
    method: "POST",
    path: `${ADMIN}/triggers`,
    summary: "Replaces the trigger rules and destinations; answers the secrets that sign",
    request: TriggerOrder,
    response: TriggerSecrets,
    rows: [],
    problems: ["bad-condition", ...ADMIN_BODY],
  },
  deadWebhooks: {
    method: "GET",
    path: `${ADMIN}/dead-webhooks`,
    summary: "Webhooks of the last 30 days that no destination took",
    response: DeadWebhooks,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  sagas: {
    method: "GET",
    path: `${ADMIN}/sagas`,
    summary: "Moves and erasures of profiles that have not finished, by shard, and how many of them have failed",
    response: SagaReport,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
} as const satisfies Record<string, Route>;
