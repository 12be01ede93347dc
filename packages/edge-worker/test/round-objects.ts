import { runDurableObjectAlarm } from "cloudflare:test";
import type { Round, RoundId, RoundOrder, RoundReport } from "@sedge/protocol";
import { env, exports } from "cloudflare:workers";
import { roundShardName } from "@sedge/operator/rounds";
import { addSmallSite, currentRound, SMALL_SITE } from "./contributor.ts";
import { admin } from "./operator.ts";

export const SHARDS = 2;

export function keeper() {
  return env.ROUND_KEEPER.get(env.ROUND_KEEPER.idFromName(SMALL_SITE));
}

export function reportShards(round: RoundId, shards = SHARDS) {
  return Array.from({ length: shards }, (_, shard) =>
    env.REPORT_SHARD.get(env.REPORT_SHARD.idFromName(roundShardName(SMALL_SITE, round, shard))),
  );
}

/** An order of the edge's operator. */
export async function order(order: RoundOrder): Promise<Response> {
  return admin("rounds", order, (request) => exports.default.fetch(request), SMALL_SITE);
}

/** Opens a round that 20 people are enough for, with noise that leaves little to see, and reads it as a device does. */
export async function openRound(changes: Partial<RoundOrder & { action: "open" }> = {}): Promise<Round> {
  await addSmallSite();
  const response = await order({
    action: "open",
    epsilon: 20,
    minPeople: 20,
    seconds: 3_600,
    shards: SHARDS,
    ...changes,
  });
  if (response.status !== 200)
    throw new Error(`opening a round was answered ${response.status}: ${await response.text()}`);
  return currentRound();
}

/** Lets every object of a round do what its alarm is for, until the round is over or `times` is up. */
export async function pass(round: RoundId, times = 12): Promise<RoundReport["rounds"][number]> {
  let latest: RoundReport["rounds"][number] | undefined;
  for (let time = 0; time < times; time++) {
    for (const shard of reportShards(round)) await runDurableObjectAlarm(shard);
    await runDurableObjectAlarm(keeper());
    latest = (await keeper().report()).rounds.find((one) => one.round === round);
    if (latest?.end) return latest;
  }
  if (!latest) throw new Error("the round is not known");
  return latest;
}
