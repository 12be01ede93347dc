import { type AdminParts, Refusal } from "@sedge/operator";
import type { EpochOrder } from "@sedge/protocol";
import { Aggregator } from "./aggregator.ts";
import type { AggregatorKeys } from "./aggregator-keys.ts";
import { epochsOf, keeperOf } from "./epochs.ts";
import { edgeLimits } from "./evaluation.ts";
import { type EdgeEnv, settingsOf } from "./settings.ts";
import { continueRetirements, refuseEpoch, tokensLeft } from "./retirement-work.ts";
import { Retirements } from "./retirement.ts";
import { orderRound } from "./rounds/order-round.ts";
import { roundKeeperOf } from "./rounds/rounds.ts";
import type { Sites } from "./site.ts";

/** What this operator's own console may see and do. @param now - Milliseconds since 1970. */
export function adminParts(sites: Sites, keys: AggregatorKeys, now: () => number): AdminParts<EdgeEnv> {
  const seconds = () => Math.floor(now() / 1_000);
  return {
    adminKey: (env) => settingsOf(env).ADMIN_KEY,
    keeper: async (env, site) => ((await sites.find(env.DB, site)) ? keeperOf(env, site) : undefined),
    limits: edgeLimits,
    epochs: async (env, site) => {
      const [{ epochs }, left] = await Promise.all([epochsOf(env, site), tokensLeft(env, site, now)]);
      const live = epochs.filter(({ state }) => state !== "retired").map(({ epoch }) => epoch);
      const faults = await keys.compare(env.DB, new Aggregator(env), site, live).catch(() => undefined);
      return {
        epochs: epochs.map((one) =>
          one.state === "retired"
            ? { ...one, tokensLeft: left.get(one.epoch) ?? 0 }
            : { ...one, aggregatorKey: faults ? (faults.get(one.epoch) ?? "same") : "unknown" },
        ),
      };
    },
    changeEpochs: async (env, site, order) => {
      await changeEpochs(env, site, order, now);
      if (order.action === "retire") await new Retirements(env.DB).add(site, order.epoch);
      if (order.action === "retire") await continueRetirements(env, now);
    },
    rounds: (env, site) => roundKeeperOf(env, site).report(),
    orderRound: async (env, site, order) => orderRound(env, await sites.find(env.DB, site), order, now),
    now: seconds,
  };
}

/**
 * The aggregator begins an epoch first, because nothing can be evaluated in an epoch that only one operator has; this
 * operator retires an epoch first, so that no page requests what the aggregator no longer evaluates. Tokens of a
 * retired epoch are rejected from then on, and deleted by this and later runs.
 */
async function changeEpochs(
  env: EdgeEnv,
  site: string,
  { action, epoch }: EpochOrder,
  now: () => number,
): Promise<void> {
  const keeper = keeperOf(env, site);
  if (action === "begin" && (await new Aggregator(env).publicKey(site, epoch)) === undefined) {
    throw new Refusal("key-epoch-order");
  }
  if (action === "retire") {
    const states = new Map((await keeper.epochs()).map((one) => [one.epoch, one.state]));
    if (!["previous", "retired"].includes(states.get(epoch) ?? "")) throw new Refusal("key-epoch-order");
    // First of all: an isolate may go by the epochs that it has read for some seconds more.
    await refuseEpoch(env, site, epoch);
  }
  const seconds = Math.floor(now() / 1_000);
  const change = action === "begin" ? keeper.beginEpoch(epoch, seconds) : keeper.retireEpoch(epoch, seconds);
  if ((await change) !== "done") throw new Refusal("key-epoch-order");
}
