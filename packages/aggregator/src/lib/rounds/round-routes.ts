import { parse, readJson, Refusal } from "@sedge/operator";
import * as v from "valibot";
import { ballotKeyOf, ballotShare, roundShardName } from "@sedge/operator/rounds";
import { fromBase64url } from "@sedge/privacy/base64url";
import {
  AbandonRequest,
  AcceptedSet,
  ExtensionRequest,
  MAX_TASK_REQUEST_BYTES,
  BallotShareRequest,
  Generation,
  GENERATION_PURPOSE,
  generationText,
  type GenerationSignature,
  MAX_BATCH_BYTES,
  OpeningRequest,
  ReportBatch,
  RoundId,
  type RoundOrder,
  type RoundReport,
  TaskRequest,
  type TaskStanding,
} from "@sedge/protocol";
import { admit, type AggregatorContext } from "../admit.ts";
import { namedBytes, registryOf } from "../codebook-routes.ts";
import { currentSigner } from "../current-key.ts";
import { type AggregatorEnv, settingsOf } from "../settings.ts";

/** `Retry-After` once all ballots of a round are signed: an hour, because only the next round helps. */
const BALLOTS_SPENT_SECONDS = 3_600;

function keeperOf(env: AggregatorEnv, site: string) {
  return env.ROUND_KEEPER.get(env.ROUND_KEEPER.idFromName(site));
}

const GenerationParameter = v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number), Generation);

function roundIn(context: AggregatorContext): RoundId {
  return parse(RoundId, context.req.param("round"));
}

export async function answerOpenRound(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "openRound");
  const opening = await keeperOf(context.env, site).open(
    await readJson(context.req.raw, TaskRequest, MAX_TASK_REQUEST_BYTES),
  );
  if (opening.state !== "agreed") {
    throw new Refusal(opening.state === "budget-spent" ? "privacy-budget-spent" : "round-order");
  }
  return context.json(opening.terms);
}

export async function answerExtendWindow(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "extendWindow");
  const { last } = await readJson(context.req.raw, ExtensionRequest);
  const terms = await keeperOf(context.env, site).extend(roundIn(context), last);
  if (terms === undefined) throw new Refusal("no-round");
  if (terms === "out-of-order") throw new Refusal("round-order");
  return context.json(terms);
}

/** A ballot is counted before it is signed, so that no more than are allowed ever are. */
export async function answerBallotShare(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "ballotShare");
  const round = roundIn(context);
  const { blinded } = await readJson(context.req.raw, BallotShareRequest);
  const grant = await keeperOf(context.env, site).drawBallot(round);
  if (grant.state !== "granted") {
    if (grant.state === "closed") throw new Refusal("round-not-open");
    throw Refusal.retryLater("ballot-budget-spent", BALLOTS_SPENT_SECONDS);
  }
  const key = ballotKeyOf(settingsOf(context.env).PRF_SEED, grant.secret, site, round);
  return context.json(ballotShare(key, blinded));
}

export async function answerCheckBatch(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "checkBatch");
  const round = roundIn(context);
  const batch = await readJson(context.req.raw, ReportBatch, MAX_BATCH_BYTES);
  const { REPORT_SHARD } = context.env;
  const shard = REPORT_SHARD.get(REPORT_SHARD.idFromName(roundShardName(site, round, batch.shard)));
  const answer = await shard.check(batch);
  if (answer.state !== "checked") {
    throw answer.state === "closed"
      ? new Refusal("round-not-open")
      : new Refusal("malformed-request", { errors: ["batch"] });
  }
  return context.json({ verdicts: answer.verdicts });
}

function answerStanding(context: AggregatorContext, standing: TaskStanding | undefined): Response {
  if (!standing) throw new Refusal("no-round");
  return context.json(standing);
}

export async function answerCloseRound(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "closeRound");
  const accepted = await readJson(context.req.raw, AcceptedSet);
  return answerStanding(context, await keeperOf(context.env, site).close(roundIn(context), accepted));
}

export async function answerOpenSums(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "openSums");
  const { sum } = await readJson(context.req.raw, OpeningRequest, MAX_BATCH_BYTES);
  return answerStanding(context, await keeperOf(context.env, site).openSums(roundIn(context), fromBase64url(sum)));
}

export async function answerAbandonRound(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "abandonRound");
  const { reason } = await readJson(context.req.raw, AbandonRequest);
  return answerStanding(context, await keeperOf(context.env, site).abandon(roundIn(context), reason));
}

/** The stored report of a generation. */
export async function answerGeneration(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "generation");
  const report = await registryOf(context.env, site).report(Number(context.req.param("generation")));
  if (report === undefined) throw new Refusal("unknown-generation");
  return new Response(report, { headers: { "content-type": "application/json" } });
}

/** The exact bytes of a generation's sums, by their hash. */
export async function answerSums(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "sums");
  const sha256 = context.req.param("sha256") ?? "";
  const text = await registryOf(context.env, site).sums(sha256);
  if (text === undefined) throw new Refusal("unknown-sums");
  return namedBytes(text, sha256);
}

/** Signs what the registry has checked, and nothing else: a codebook that its sums give. */
export async function answerGenerationSignature(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "generationSignature");
  const generation = parse(GenerationParameter, context.req.param("generation"));
  const names = await registryOf(context.env, site).names(generation);
  if (!names) throw new Refusal("unknown-generation");
  const { publicKey, sign } = await currentSigner(context.env, site);
  const signature = sign(GENERATION_PURPOSE, generationText(site, { generation, ...names }));
  return context.json({ generation, ...names, aggregatorKey: publicKey, signature } satisfies GenerationSignature);
}

export function roundReportOf(env: AggregatorEnv, site: string): Promise<RoundReport> {
  return keeperOf(env, site).report();
}

/** This operator can only abandon a round; the edge opens and closes it. @throws {Refusal} `round-order` */
export async function orderRound(env: AggregatorEnv, site: string, { action }: RoundOrder): Promise<void> {
  if (action !== "abandon" || !(await keeperOf(env, site).abandonRunning())) throw new Refusal("round-order");
}
