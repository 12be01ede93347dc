export { ADMIN_ROUTES } from "./lib/admin-routes.ts";
export { AGGREGATOR_ROUTES } from "./lib/aggregator-routes.ts";
export { CONNECTOR_ROUTES } from "./lib/connector-routes.ts";
export { EDGE_ROUTES, type EdgeRouteName } from "./lib/edge-routes.ts";
export { LOGIN_ROUTES } from "./lib/login-routes.ts";
export { RETENTION_ROUTES } from "./lib/retention-routes.ts";
export type { Route } from "./lib/route.ts";
export { TRIGGER_ROUTES } from "./lib/trigger-routes.ts";
export { VERIFICATION_ROUTES } from "./lib/verification-routes.ts";
