import { type Hono } from "hono";
import { etag } from "hono/etag";
import { Refusal } from "@sedge/operator";
import { VERIFICATION_ROUTES } from "@sedge/protocol/routes";
import { Aggregator } from "../aggregator.ts";
import type { EdgeContext, EdgeVariables } from "../context.ts";
import { generationIn } from "../public-routes.ts";
import type { EdgeEnv } from "../settings.ts";
import { storedSums } from "./sums-store.ts";

/** The ETag is the hash, so that `etag()` of hono answers 304 to a client that has these bytes. */
async function answerSums(context: EdgeContext): Promise<Response> {
  const sums = await storedSums(context.env.DB, context.get("site").id, context.req.param("sha256") ?? "");
  if (!sums) throw new Refusal("unknown-sums");
  const headers = { etag: `"${sums.sha256}"`, "cache-control": "public, max-age=31536000, immutable" };
  return new Response(sums.text, { headers: { ...headers, "content-type": "application/json" } });
}

/** By the aggregator's current key, which changes with its epochs. */
async function answerSignature(context: EdgeContext): Promise<Response> {
  const signed = await new Aggregator(context.env).generationSignature(context.get("site").id, generationIn(context));
  if (!signed) throw new Refusal("unknown-generation");
  return context.json(signed, 200, { "cache-control": "public, max-age=3600" });
}

/** Adds VERIFICATION_ROUTES: what anybody repeats the codebook from. */
export function serveVerification(app: Hono<{ Bindings: EdgeEnv; Variables: EdgeVariables }>): void {
  const { sums, generationSignature } = VERIFICATION_ROUTES;
  app.use(sums.path, etag());
  app.get(sums.path, (context) => {
    context.set("route", "sums");
    return answerSums(context);
  });
  app.get(generationSignature.path, (context) => {
    context.set("route", "generationSignature");
    return answerSignature(context);
  });
}
