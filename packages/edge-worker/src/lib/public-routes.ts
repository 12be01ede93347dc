import { openApiDocument, readJson, Refusal, servedDocument } from "@sedge/operator";
import {
  AssignmentRequest,
  ConnectorMessage,
  DeliveredMessage,
  type EpochKeys,
  Generation,
  type Manifest,
  PrfRequest,
  MIN_SUPPORTED_VERSION,
  PROTOCOL_VERSION,
  SignedMessage,
} from "@sedge/protocol";
import {
  ADMIN_ROUTES,
  CONNECTOR_ROUTES,
  EDGE_ROUTES,
  LOGIN_ROUTES,
  METRIC_ROUTES,
  RETENTION_ROUTES,
  TRIGGER_ROUTES,
  VERIFICATION_ROUTES,
} from "@sedge/protocol/routes";
import * as v from "valibot";
import { Aggregator } from "./aggregator.ts";
import { hasKeyFault } from "./aggregator-keys.ts";
import { assignmentOf } from "./assignment.ts";
import { checkConsent } from "./signed-request.ts";
import type { EdgeContext } from "./context.ts";
import { bothShares, pageCaller } from "./evaluation.ts";
import type { ReadEpoch } from "./epochs.ts";
import { isAddressOver, overRate } from "./rate-limit.ts";
import { datedReceipt } from "./receipt-day.ts";
import type { MetricPlans } from "./metrics/metric-plans.ts";
import { settingsOf } from "./settings.ts";
import type { SiteFileStore } from "./site-files.ts";
import type { Statements } from "./statements/statements.ts";

export async function answerManifest(
  context: EdgeContext,
  statements: Statements,
  plans: MetricPlans,
): Promise<Response> {
  const site = context.get("site");
  const { TRUST_TIER, CACHE_SECONDS, BALLOTS_PER_ADDRESS_PER_ROUND } = settingsOf(context.env);
  const [{ current, previous }, { aggregatorKeys, codebooks }, learning, plan] = await Promise.all([
    context.get("epochs")(),
    context.get("files")(),
    context.get("learning")(),
    plans.of(context.env, site.id),
  ]);
  const keysOf = (epoch: ReadEpoch | undefined): EpochKeys | undefined => {
    const aggregatorKey = epoch && aggregatorKeys.get(epoch.epoch);
    return epoch && aggregatorKey !== undefined ? { ...epoch, aggregatorKey } : undefined;
  };
  const [now, last] = [keysOf(current), keysOf(previous)];
  if (!now) throw new Error("files were read without the current epoch's key");
  const [{ codebook, sha256 }, before] = codebooks;
  const manifest: Manifest = {
    protocolVersion: PROTOCOL_VERSION,
    minSupportedVersion: MIN_SUPPORTED_VERSION,
    site: site.id,
    trustTier: TRUST_TIER,
    minPeople: site.minPeople,
    policyVersion: site.policyVersion,
    prf: { ...now, ...(last && { previous: last }) },
    codebook: { generation: codebook.generation, sha256 },
    learning: {
      round: learning.current?.terms.round ?? null,
      spent: learning.spent,
      ballotsPerAddress: BALLOTS_PER_ADDRESS_PER_ROUND,
    },
    retention: site.retention,
    ...(plan && { metrics: { plan: plan.sha256 } }),
  };
  const stated = await statements.stated(
    context.env,
    manifest,
    plan,
    before && { generation: before.codebook.generation, sha256: before.sha256 },
    (work) => context.executionCtx.waitUntil(work),
  );
  return context.json(stated, 200, { "cache-control": `public, max-age=${CACHE_SECONDS}` });
}

/** The ETag is the hash, so that `etag()` of hono answers 304 to a cache that has these bytes. Devices send no conditional request. */
export async function answerCodebook(context: EdgeContext, store: SiteFileStore): Promise<Response> {
  const site = context.get("site");
  const codebook = await store.codebook(context.env.DB, site, context.req.param("sha256") ?? "");
  if (!codebook) throw new Refusal("unknown-codebook");
  const headers = { etag: `"${codebook.sha256}"`, "cache-control": "public, max-age=31536000, immutable" };
  return new Response(codebook.text, { headers: { ...headers, "content-type": "application/json" } });
}

const GenerationParameter = v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number), Generation);

/** The generation that an address names. @throws {Refusal} `unknown-generation` */
export function generationIn(context: EdgeContext): Generation {
  const generation = v.safeParse(GenerationParameter, context.req.param("generation"));
  if (!generation.success) throw new Refusal("unknown-generation");
  return generation.output;
}

/** What made a generation. It never changes once it is there. */
export async function answerGeneration(context: EdgeContext): Promise<Response> {
  const report = await new Aggregator(context.env).generation(context.get("site").id, generationIn(context));
  if (!report) throw new Refusal("unknown-generation");
  return context.json(report, 200, { "cache-control": "public, max-age=86400" });
}

/** A page's receipt without a signature. Nothing is stored of it. */
const UNSIGNED = { isPage: true, isRight: false };

/** @param now - Milliseconds since 1970. */
export async function answerPrf(context: EdgeContext, now: number): Promise<Response> {
  const site = context.get("site");
  const { epoch, blinded, receipt } = await readJson(context.req.raw, PrfRequest);
  checkConsent(receipt, site);
  datedReceipt(receipt, { ...UNSIGNED, ...site.retention }, now);
  const seconds = Math.floor(now / 1_000);
  const batch = { epoch, blinded };
  const ask = () => new Aggregator(context.env).evaluate(site.id, batch);
  return context.json(await bothShares(context, await pageCaller(context, seconds), batch, ask, seconds));
}

/** @param now - Milliseconds since 1970. */
export async function answerAssignment(context: EdgeContext, now: number): Promise<Response> {
  const site = context.get("site");
  const { channel, codeword, receipt } = await readJson(context.req.raw, AssignmentRequest);
  checkConsent(receipt, site);
  datedReceipt(receipt, { ...UNSIGNED, ...site.retention }, now);
  return context.json(assignmentOf(await context.get("files")(), site, channel, codeword));
}

/** @param now - Milliseconds since 1970. */
export async function answerHealth(context: EdgeContext, now: number): Promise<Response> {
  context.set("route", "healthz");
  // Each answer costs the aggregator one.
  if (await isAddressOver(context)) throw overRate();
  const [health, isFaulty] = await Promise.all([
    new Aggregator(context.env).health(Math.floor(now / 1_000)),
    hasKeyFault(context.env.DB),
  ]);
  return context.json({
    status: "ok",
    protocolVersion: PROTOCOL_VERSION,
    aggregator: health !== "unavailable" && isFaulty ? "key-mismatch" : health,
  });
}

const openApi = servedDocument(() =>
  openApiDocument({
    title: "Sedge edge",
    description:
      "The first operator of a Sedge deployment. Signed requests carry a SignedMessage as JSON text in `message`; " +
      "docs of each field are in @sedge/protocol.",
    version: String(PROTOCOL_VERSION),
    routes: {
      ...EDGE_ROUTES,
      ...CONNECTOR_ROUTES,
      ...ADMIN_ROUTES,
      ...TRIGGER_ROUTES,
      ...LOGIN_ROUTES,
      ...METRIC_ROUTES,
      ...RETENTION_ROUTES,
      ...VERIFICATION_ROUTES,
    },
    schemas: { SignedMessage, DeliveredMessage, ConnectorMessage },
  }),
);

export async function answerOpenApi(context: EdgeContext): Promise<Response> {
  context.set("route", "openapi");
  if (await isAddressOver(context)) throw overRate();
  return openApi(context.req.raw);
}
