import { Refusal } from "@sedge/operator";
import { isAllowedOrigin, type Sites } from "./site.ts";
import type { EdgeContext, EdgeMiddleware } from "./context.ts";
import { checkRate, isAddressOver, overRate } from "./rate-limit.ts";

/** How long a browser may remember a preflight, in seconds. Chromium remembers at most two hours. */
const PREFLIGHT_SECONDS = 7_200;

async function findSite(context: EdgeContext, sites: Sites): Promise<void> {
  const id = context.req.param("site") ?? "";
  const isOver = await isAddressOver(context);
  // An address over its rate costs no database read.
  const site = isOver ? sites.remembered(id) : await sites.find(context.env.DB, id);
  if (!site && isOver) throw overRate();
  if (!site) throw new Refusal("unknown-site");
  const origin = context.req.header("origin");
  context.set("site", site);
  context.set("isAddressOver", isOver);
  context.set("origin", origin !== undefined && isAllowedOrigin(site.allowedOrigins, origin) ? origin : undefined);
}

/** Finds the site, and lets only its own origins read the response, problems included. It never allows credentials. */
export function siteOf(sites: Sites): EdgeMiddleware {
  return async (context, next) => {
    await findSite(context, sites);
    await next();
    const origin = context.get("origin");
    context.header("vary", "Origin", { append: true });
    if (origin === undefined) return;
    context.header("access-control-allow-origin", origin);
    context.header("access-control-expose-headers", "ETag, Retry-After");
  };
}

/** Refuses pages of other origins and requests over their rate, and answers preflights. */
export const gate: EdgeMiddleware = async (context, next) => {
  const { method } = context.req;
  const isForeign = context.req.header("origin") !== undefined && context.get("origin") === undefined;
  // A request without an origin does not come from a page: it is another channel's system, or a person with curl.
  // Anyone may read public files; without CORS headers a page of another site cannot.
  if (isForeign && method !== "GET" && method !== "HEAD") throw new Refusal("origin-not-allowed");
  await checkRate(context);
  if (method === "OPTIONS") {
    return new Response(null, {
      status: 204,
      headers: {
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "content-type, if-none-match",
        "access-control-max-age": String(PREFLIGHT_SECONDS),
        "cache-control": `public, max-age=${PREFLIGHT_SECONDS}`,
      },
    });
  }
  await next();
};
