import {
  type Caller,
  operatorApp,
  type AppVariables,
  grantedShare,
  openApiDocument,
  parse,
  prfLimits,
  readConnector,
  readJson,
  Refusal,
  refuseOtherMethods,
  serveAdmin,
  servedDocument,
} from "@sedge/operator";
import { type EpochOrder, KeyEpoch, PROTOCOL_VERSION, PrfShareRequest, type SiteId } from "@sedge/protocol";
import { ADMIN_ROUTES, AGGREGATOR_ROUTES } from "@sedge/protocol/routes";
import { etag } from "hono/etag";
import * as v from "valibot";
import { admit, type AggregatorContext } from "./admit.ts";
import { answerCodebook, answerCodebookOf } from "./codebook-routes.ts";
import { answerCheckpoint, answerStatement, answerTile, CHECKPOINT_PATH, TILE_PATH } from "./log/log-routes.ts";
import {
  answerAbandonRound,
  answerBallotShare,
  answerCheckBatch,
  answerCloseRound,
  answerExtendWindow,
  answerGeneration,
  answerGenerationSignature,
  answerOpenRound,
  answerOpenSums,
  answerSums,
  orderRound,
  roundReportOf,
} from "./rounds/round-routes.ts";
import { epochsOf, keeperOf } from "./prf-keys.ts";
import { type AggregatorEnv, settingsOf } from "./settings.ts";

const { prfKey, prf, connectorPrf, codebook, statement } = AGGREGATOR_ROUTES;
/** What answers each address about rounds and what they have made. */
const ROUND_ANSWERS = {
  generation: answerGeneration,
  generationSignature: answerGenerationSignature,
  sums: answerSums,
  codebookOf: answerCodebookOf,
  openRound: answerOpenRound,
  ballotShare: answerBallotShare,
  checkBatch: answerCheckBatch,
  extendWindow: answerExtendWindow,
  closeRound: answerCloseRound,
  openSums: answerOpenSums,
  abandonRound: answerAbandonRound,
} as const;

const seconds = () => Math.floor(Date.now() / 1_000);

async function answerPrfKey(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "prfKey");
  const epoch = parse(
    v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number), KeyEpoch),
    context.req.param("epoch"),
  );
  const { epochs } = await epochsOf(context.env, site);
  const publicKey = epochs.find((one) => one.epoch === epoch)?.publicKey;
  if (!publicKey) throw new Refusal("key-epoch-changed");
  return context.json({ epoch, publicKey });
}

async function changeEpochs(env: AggregatorEnv, site: string, { action, epoch }: EpochOrder): Promise<void> {
  const keeper = keeperOf(env, site);
  const change = action === "begin" ? keeper.beginEpoch(epoch, seconds()) : keeper.retireEpoch(epoch, seconds());
  if ((await change) !== "done") throw new Refusal("key-epoch-order");
}

async function answerShare(
  context: AggregatorContext,
  site: SiteId,
  caller: Caller,
  { epoch, blinded }: PrfShareRequest,
): Promise<Response> {
  const settings = settingsOf(context.env);
  const evaluator = {
    keeper: keeperOf(context.env, site),
    seed: settings.PRF_SEED,
    site,
    limits: prfLimits(settings),
    now: seconds(),
  };
  return context.json(await grantedShare(evaluator, caller, epoch, blinded));
}

async function answerPrf(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "prf");
  return answerShare(context, site, { kind: "page" }, await readJson(context.req.raw, PrfShareRequest));
}

/** The edge passes on what the connector signed; its word alone would open no more than the pages' small budget. */
async function answerConnectorPrf(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "connectorPrf");
  const { envelope, message } = await readConnector(context.req.raw, "evaluate", site, seconds());
  const { channel, nonce } = message;
  const caller = { kind: "connector", key: envelope.key, channel, scope: "evaluate", nonce } as const;
  return answerShare(context, site, caller, message.body);
}

const openApi = servedDocument(() =>
  openApiDocument({
    title: "Sedge aggregator",
    description: "The second operator of a Sedge deployment. Only the paired edge may call it.",
    version: String(PROTOCOL_VERSION),
    routes: { ...AGGREGATOR_ROUTES, ...ADMIN_ROUTES },
    operatorKey: true,
  }),
);

/** The aggregator's router: AGGREGATOR_ROUTES, ADMIN_ROUTES, the public log, `/healthz` and `/openapi.json`. */
export function aggregatorApp() {
  const app = operatorApp<AggregatorEnv, AppVariables>(settingsOf);
  app.get(prfKey.path, answerPrfKey);
  app.post(prf.path, answerPrf);
  app.post(connectorPrf.path, answerConnectorPrf);
  app.get(codebook.path, etag(), answerCodebook);
  app.post(statement.path, answerStatement);
  app.get(CHECKPOINT_PATH, answerCheckpoint);
  app.get(`${TILE_PATH}/*`, answerTile);
  for (const [name, answer] of Object.entries(ROUND_ANSWERS)) {
    const { method, path } = AGGREGATOR_ROUTES[name as keyof typeof ROUND_ANSWERS];
    app.on(method, path, answer);
  }
  serveAdmin(app, {
    adminKey: (env) => settingsOf(env).ADMIN_KEY,
    keeper: async (env, site) =>
      settingsOf(env).SITES.some((name) => name === site) ? keeperOf(env, site) : undefined,
    limits: (env) => prfLimits(settingsOf(env)),
    epochs: epochsOf,
    changeEpochs,
    rounds: roundReportOf,
    orderRound,
    now: seconds,
  });
  app.get("/healthz", (context) => {
    context.set("route", "healthz");
    return context.json({ status: "ok", protocolVersion: PROTOCOL_VERSION, now: seconds() });
  });
  app.get("/openapi.json", (context) => {
    context.set("route", "openapi");
    return openApi(context.req.raw);
  });
  refuseOtherMethods(app, [
    ...Object.values(AGGREGATOR_ROUTES),
    ...Object.values(ADMIN_ROUTES),
    { method: "GET", path: CHECKPOINT_PATH },
    { method: "GET", path: "/healthz" },
    { method: "GET", path: "/openapi.json" },
  ]);
  return app;
}
