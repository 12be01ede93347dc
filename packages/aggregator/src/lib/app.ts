import {
  door,
  type DoorVariables,
  evaluate,
  keyShare,
  openApiDocument,
  parse,
  readJson,
  Refusal,
  refuseOtherMethods,
} from "@sedge/operator";
import { toBase64url } from "@sedge/privacy/base64url";
import { KeyEpoch, PROTOCOL_VERSION, PrfShareRequest, type SiteId } from "@sedge/protocol";
import { AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import type { Context } from "hono";
import * as v from "valibot";
import { checkOperatorKey } from "./operator-key.ts";
import { type AggregatorEnv, settingsOf } from "./settings.ts";

type AggregatorContext = Context<{ Bindings: AggregatorEnv; Variables: DoorVariables }>;

const { prfKey, prf, codebook } = AGGREGATOR_ROUTES;

/** The site that an authorised operator asks about. @throws {Refusal} `unauthorised-operator`, `unknown-site` */
async function admit(context: AggregatorContext, route: string): Promise<SiteId> {
  context.set("route", route);
  const { OPERATOR_KEY, SITES } = settingsOf(context.env);
  // The key comes first: an outsider does not learn which sites there are.
  await checkOperatorKey(context.req.raw, OPERATOR_KEY);
  const site = SITES.find((name) => name === context.req.param("site"));
  if (!site) throw new Refusal("unknown-site");
  return site;
}

async function answerPrfKey(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "prfKey");
  const epoch = parse(
    v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number), KeyEpoch),
    context.req.param("epoch"),
  );
  const { publicKey } = keyShare(settingsOf(context.env).PRF_SEED, site, epoch);
  return context.json({ epoch, publicKey: toBase64url(publicKey) });
}

async function answerPrf(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "prf");
  const { epoch, blinded } = await readJson(context.req.raw, PrfShareRequest);
  const settings = settingsOf(context.env);
  const budget = context.env.PRF_BUDGET.get(context.env.PRF_BUDGET.idFromName(site));
  const now = Math.floor(Date.now() / 1_000);
  const answer = await budget.spend(blinded.length, settings.PRF_ELEMENTS_PER_HOUR, now);
  if (!answer.granted) throw Refusal.retryLater("rate-limited", answer.retryAfterSeconds);
  return context.json(evaluate(keyShare(settings.PRF_SEED, site, epoch), blinded));
}

async function answerCodebook(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "codebook");
  const registry = context.env.CODEBOOK_REGISTRY.get(context.env.CODEBOOK_REGISTRY.idFromName(site));
  const { sha256, bytes } = await registry.current();
  const headers = { etag: `"${sha256}"`, "cache-control": "no-cache" };
  if (context.req.header("if-none-match") === headers.etag) return new Response(null, { status: 304, headers });
  return new Response(bytes, { headers: { ...headers, "content-type": "application/json" } });
}

const openApi = () =>
  openApiDocument({
    title: "Sedge aggregator",
    description: "The second operator of a Sedge deployment. Only the paired edge may call it.",
    version: String(PROTOCOL_VERSION),
    routes: AGGREGATOR_ROUTES,
    operatorKey: true,
  });

/** The aggregator's router: AGGREGATOR_ROUTES, `/healthz` and `/openapi.json`. */
export function aggregatorApp() {
  const app = door<AggregatorEnv, DoorVariables>(settingsOf);
  app.get(prfKey.path, answerPrfKey);
  app.post(prf.path, answerPrf);
  app.get(codebook.path, answerCodebook);
  app.get("/healthz", (context) => {
    context.set("route", "healthz");
    return context.json({ status: "ok", protocolVersion: PROTOCOL_VERSION });
  });
  app.get("/openapi.json", (context) => {
    context.set("route", "openapi");
    return context.json(openApi());
  });
  refuseOtherMethods(app, [
    prfKey,
    prf,
    codebook,
    { method: "GET", path: "/healthz" },
    { method: "GET", path: "/openapi.json" },
  ]);
  return app;
}
