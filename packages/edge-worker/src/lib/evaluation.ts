import {
  type Caller,
  addressDigests,
  addressLimits,
  connectorLimits,
  grantedShare,
  prfLimits,
  type PrfLimits,
  readConnector,
  registrationLimits,
  Refusal,
} from "@sedge/operator";
import type { ConnectorPrfResponse, KeyEpoch, OperatorShare, PrfShare } from "@sedge/protocol";
import { operatorsDisagree } from "./aggregator-keys.ts";
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

/** The page that asks. Its address is counted under digests, which leave this Worker for the counter alone. */
export async function pageCaller(context: EdgeContext, now: number): Promise<Caller> {
  const { PRF_SEED } = settingsOf(context.env);
  return { kind: "page", networks: await addressDigests(PRF_SEED, addressOf(context), now) };
}

/**
 * Counts tokens that a page is about to register against its network address.
 * @param now - Seconds since 1970.
 * @throws {Refusal} `rate-limited`
 */
export async function spendRegistrations(context: EdgeContext, tokens: number, now: number): Promise<void> {
  const settings = settingsOf(context.env);
  const networks = await addressDigests(settings.PRF_SEED, addressOf(context), now);
  const keeper = keeperOf(context.env, context.get("site").id);
  const waitSeconds = await keeper.spendRegistrations(networks, tokens, registrationLimits(settings), now);
  if (waitSeconds !== undefined) throw Refusal.retryLater("rate-limited", waitSeconds);
}

/**
 * Both operators' shares of a batch.
 * @param ask - Asks the second operator; undefined if it has no key of the epoch.
 * @param now - Seconds since 1970.
 * @throws {Refusal} what `grantedShare` and `ask` throw; `operators-disagree` if the second operator's key is not the published one
 */
export async function bothShares(
  context: EdgeContext,
  caller: Caller,
  batch: { readonly epoch: KeyEpoch; readonly blinded: readonly string[] },
  ask: () => Promise<OperatorShare | undefined>,
  now: number,
): Promise<{ readonly edge: PrfShare; readonly aggregator: PrfShare }> {
  const { epoch } = batch;
  // This share first: what is no group element, or over this budget, costs the second operator nothing.
  const edge = await edgeShare(context, caller, batch, now);
  const theirs = await ask();
  const { DB } = context.env;
  const site = context.get("site").id;
  const keys = context.get("aggregatorKeys");
  if (!theirs) {
    // This operator has just evaluated in the epoch, and the second begins each first and retires it last.
    await keys.report(DB, site, epoch, "missing");
    throw operatorsDisagree();
  }
  const { publicKey, ...aggregator } = theirs;
  if (publicKey !== undefined && !(await keys.isStored(DB, site, epoch, publicKey))) throw operatorsDisagree();
  return { edge, aggregator };
}

/** This operator's share of a batch. */
async function edgeShare(
  context: EdgeContext,
  caller: Caller,
  { epoch, blinded }: { readonly epoch: number; readonly blinded: readonly string[] },
  now: number,
): Promise<PrfShare> {
  const { env } = context;
  const site = context.get("site").id;
  const { PRF_SEED } = settingsOf(env);
  const evaluator = { keeper: keeperOf(env, site), seed: PRF_SEED, site, limits: edgeLimits(env), now };
  const { publicKey: _publicKey, ...share } = await grantedShare(evaluator, caller, epoch, blinded);
  return share;
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
  const ask = () => new Aggregator(context.env).evaluateForConnector(site.id, envelope, body.blinded.length);
  const answer: ConnectorPrfResponse = await bothShares(context, caller, body, ask, seconds);
  return context.json(answer);
}
