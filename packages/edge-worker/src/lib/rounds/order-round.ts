import { Refusal, secureRandom } from "@sedge/operator";
import { toBase64url } from "@sedge/privacy/base64url";
import { type Generation, RoundId, type RoundOrder } from "@sedge/protocol";
import * as v from "valibot";
import { Aggregator } from "../aggregator.ts";
import type { EdgeEnv } from "../settings.ts";
import type { Site } from "../site.ts";
import { requestBy, roundRulesOf } from "./round-rules.ts";
import { roundKeeperOf } from "./rounds.ts";

const ROUND_ID_BYTES = 16;

/** The newest generation, from the aggregator itself: what this operator has read may be a minute old. */
async function newestGeneration(env: EdgeEnv, site: string): Promise<Generation> {
  const published = await new Aggregator(env).codebook(site, undefined);
  if (!published) throw new Refusal("aggregator-unavailable");
  return published.codebook.generation;
}

/**
 * Does what this operator orders about the site's rounds.
 * @param now - Milliseconds since 1970.
 * @throws {Refusal} `unknown-site`, `round-order`, `privacy-budget-spent`, `aggregator-unavailable`
 */
export async function orderRound(
  env: EdgeEnv,
  site: Site | undefined,
  order: RoundOrder,
  now: () => number,
): Promise<void> {
  if (!site) throw new Refusal("unknown-site");
  const keeper = roundKeeperOf(env, site.id);
  if (order.action !== "open") {
    const isDone = await (order.action === "close" ? keeper.closeRunning() : keeper.abandonRunning());
    if (!isDone) throw new Refusal("round-order");
    return;
  }
  const { action: _action, ...changes } = order;
  const request = requestBy(await roundRulesOf(env.DB, site.id), changes, {
    round: v.parse(RoundId, toBase64url(secureRandom(ROUND_ID_BYTES))),
    site,
    generation: await newestGeneration(env, site.id),
    now: Math.floor(now() / 1_000),
  });
  const outcome = await keeper.open(request);
  if (outcome === "budget-spent") throw new Refusal("privacy-budget-spent");
  if (outcome !== "begun") throw new Refusal("round-order");
}
