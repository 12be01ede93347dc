import { ADMIN, ADMIN_BODY, ADMIN_PROBLEMS } from "./admin-routes.ts";
import { Retention, RetentionOrder } from "./retention.ts";
import type { Route } from "./route.ts";

/** What edge-worker serves to its operator alone, under its admin key: how long a site's data is kept. */
export const RETENTION_ROUTES = {
  retention: {
    method: "GET",
    path: `${ADMIN}/retention`,
    summary: "How long the site's data is kept, in days",
    response: Retention,
    rows: [],
    problems: ADMIN_PROBLEMS,
  },
  setRetention: {
    method: "POST",
    path: `${ADMIN}/retention`,
    summary: "Changes periods of the schedule; null goes back to the default",
    request: RetentionOrder,
    response: Retention,
    rows: [],
    problems: ["retention-out-of-bounds", ...ADMIN_BODY],
  },
} as const satisfies Record<string, Route>;
