import {
  type Caller,
  addressDigest,
  addressLimits,
  connectorLimits,
  grantedShare,
  prfLimits,
  type PrfLimits,
  readConnector,
  Refusal,
} from "@sedge/operator";
import type { PrfShare, ConnectorPrfResponse } from "@sedge/protocol";
import type { EdgeContext } from "./context.ts";
import { keeperOf } from "./epochs.ts";
import { addressOf } from "./rate-limit.ts";
import { type EdgeEnv, settingsOf } from "./settings.ts";
import { Aggregator } from "./aggregator.ts";

/** The budgets that this operator keeps. */
export function edgeLimits(env: EdgeEnv): Required<PrfLimits> {
  const settings = settingsOf(env);
  return { ...prfLimits(settings), address: addressLimits(settings), calls: connectorLimits(settings) };
}

/** The page that asks. Its address is counted under a digest, which leaves this Worker for the counter alone. */
export async function pageCaller(context: EdgeContext, now: number): Promise<Caller> {
  const { PRF_SEED } = settingsOf(context.env);
  return { kind: "page", addressDigest: await addressDigest(PRF_SEED, addressOf(context), now) };
}

/**
 * This operator's share of a batch.
 * @param now - Seconds since 1970.
 * @throws {Refusal} what `grantedShare` throws
 */
export function edgeShare(
  context: EdgeContext,
  caller: Caller,
  { epoch, blinded }: { readonly epoch: number; readonly blinded: readonly string[] },
  now: number,
): Promise<PrfShare> {
  const { env } = context;
  const site = context.get("site").id;
  const { PRF_SEED } = settingsOf(env);
  const evaluator = { keeper: keeperOf(env, site), seed: PRF_SEED, site, limits: edgeLimits(env), now };
  return grantedShare(evaluator, caller, epoch, blinded);
}

/**
 * Both operators' evaluations of a connector's batch. The aggregator gets the envelope as the connector signed it, and
 * checks key, nonce and budget by itself.
 * @param now - Milliseconds since 1970.
 */
export async function answerConnectorPrf(context: EdgeContext, now: number): Promise<Response> {
  const site = context.get("site");
  const seconds = Math.floor(now / 1_000);
  const { envelope, message } = await readConnector(context.req.raw, "evaluate", site.id, seconds);
  const { channel, nonce, consent, body } = message;
  const caller = { kind: "connector", key: envelope.key, channel, scope: "evaluate", nonce } as const;
  if (consent.policyVersion !== site.policyVersion) throw new Refusal("policy-outdated");
  const edge = await edgeShare(context, caller, body, seconds);
  const aggregator = await new Aggregator(context.env).evaluateForConnector(site.id, envelope, body.blinded.length);
  const answer: ConnectorPrfResponse = { edge, aggregator };
  return context.json(answer);
}
