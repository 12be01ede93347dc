import type { ProblemCode } from "@sedge/protocol";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { describeError, writeLog } from "./log.ts";
import { Refusal } from "./refusal.ts";
import { MisconfiguredError } from "./secret.ts";
import { isStorageUnavailable } from "./storage/storage-unavailable.ts";

export interface AppVariables {
  /** Set by each route: the name of the request in the log. */
  route?: string;
}

/**
 * The responses are data for the SDK, never documents: nothing may be loaded, framed or sniffed from them. `cross-origin` lets
 * isolated pages (COEP) read them; CORS decides who may.
 */
const SECURITY_HEADERS = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  crossOriginResourcePolicy: "cross-origin",
  permissionsPolicy: { interestCohort: false, browsingTopics: false },
  referrerPolicy: "no-referrer",
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
  xContentTypeOptions: true,
  xFrameOptions: "DENY",
  // These concern documents, and browsers that no longer exist.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
};

/** When a request that a store was not there for may be sent again. */
const STORAGE_RETRY_SECONDS = 5;

/** The refusal that anything thrown becomes. What is not one already is logged. */
export function refusalOf(error: unknown, route?: string): Refusal {
  if (error instanceof Refusal) return error;
  const logged = { ...(route === undefined ? {} : { route }), ...describeError(error) };
  if (isStorageUnavailable(error)) {
    writeLog({ event: "storage-unavailable", ...logged });
    return Refusal.retryLater("storage-unavailable", STORAGE_RETRY_SECONDS);
  }
  if (error instanceof MisconfiguredError) writeLog({ event: "misconfigured", settings: error.settings });
  else writeLog({ event: "internal-error", ...logged });
  return new Refusal("internal-error");
}

function problemOf(error: unknown): ProblemCode {
  if (error instanceof Refusal) return error.code;
  return isStorageUnavailable(error) ? "storage-unavailable" : "internal-error";
}

/**
 * The Hono app that each operator adds its routes to. Every response gets the security headers, every refusal and failure
 * becomes a problem document, and each request writes one log line. `checkSettings` runs first, and throws
 * {@link MisconfiguredError} while a setting is missing.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the caller's routes keep in the context
export function operatorApp<Bindings extends object, Variables extends AppVariables>(
  checkSettings: (env: Bindings) => void,
) {
  const app = new Hono<{ Bindings: Bindings; Variables: Variables }>();
  app.use(secureHeaders(SECURITY_HEADERS));
  app.use(async (context, next) => {
    const startedAt = Date.now();
    await next();
    if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
    const { error } = context;
    writeLog({
      event: "request",
      route: context.get("route") ?? "none",
      method: context.req.method,
      status: context.res.status,
      ...(context.res.status >= 400 ? { problem: problemOf(error) } : {}),
      durationMs: Date.now() - startedAt,
    });
  });
  app.use(async (context, next) => {
    checkSettings(context.env);
    await next();
  });
  app.notFound(() => {
    throw new Refusal("not-found");
  });
  app.onError((error) => refusalOf(error).toResponse());
  return app;
}

/**
 * Responds with 405 and `Allow` to other methods of the routes' paths. Call it after the routes are added.
 * @param isPreflighted - Whether OPTIONS of a path is answered. Default: of none.
 */
export function refuseOtherMethods(
  app: { all: (path: string, handler: () => never) => unknown },
  routes: readonly { readonly method: string; readonly path: string }[],
  isPreflighted: (path: string) => boolean = () => false,
): void {
  // Fixed addresses come before patterns that match them too, which answer the other methods.
  const paths = [...new Set(routes.map((route) => route.path))];
  for (const path of paths.toSorted((one, other) => one.split(":").length - other.split(":").length)) {
    const methods = routes.filter((route) => patternOf(route.path).test(path)).map(({ method }) => method);
    const also = [...(methods.includes("GET") ? ["HEAD"] : []), ...(isPreflighted(path) ? ["OPTIONS"] : [])];
    const allow = [...methods, ...also].join(", ");
    app.all(path, () => {
      throw new Refusal("method-not-allowed", {}, { allow });
    });
  }
}

/** Matches the addresses of a route. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/:\w+/g, "[^/]+")}$`);
}
