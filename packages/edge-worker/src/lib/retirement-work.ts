import { describeError, writeLog } from "@sedge/operator";
import { KeyEpoch, type LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { Identity } from "./identity/client/identity.ts";
import { raiseFloor } from "./identity/client/key-epochs.ts";
import { SiteShards } from "./identity/client/site-shards.ts";
import { dropToken, dropTokens, Retirements } from "./retirement.ts";
import type { EdgeEnv } from "./settings.ts";
import { SiteRules } from "./site-rules.ts";

/** Most tokens deleted in one run. Each needs a few requests to the shards, and a Worker may make 1,000. */
const TOKENS_A_RUN = 100;

async function identityOf(env: EdgeEnv, site: string, now: () => number): Promise<Identity> {
  return new Identity(env, site, await new SiteRules(now).of(env.DB, site));
}

/** Refuses tokens of an epoch, and of older ones, in every shard of the site. */
export async function refuseEpoch(env: EdgeEnv, site: string, epoch: KeyEpoch): Promise<void> {
  await raiseFloor(new SiteShards(env, site), v.parse(KeyEpoch, epoch + 1));
}

/** Continues every retirement, each by itself: one that fails is logged, and the next minute retries it. @param now - Milliseconds since 1970. */
export async function continueRetirements(env: EdgeEnv, now: () => number): Promise<void> {
  const retirements = new Retirements(env.DB);
  for (const { site, epoch } of await retirements.all()) {
    try {
      const identity = await identityOf(env, site, now);
      const seconds = Math.floor(now() / 1_000);
      const drop = (token: LinkToken) => dropToken(identity, token, epoch, seconds);
      const isDone = await dropTokens(identity.shards, epoch, TOKENS_A_RUN, seconds, drop);
      if (isDone) await retirements.finish(site, epoch);
    } catch (error) {
      writeLog({ event: "retirement-failed", site, ...describeError(error) });
    }
  }
}

/** How many tokens each of the site's retirements has left to drop. */
export async function tokensLeft(env: EdgeEnv, site: string, now: () => number): Promise<Map<KeyEpoch, number>> {
  const identity = await identityOf(env, site, now);
  const mine = (await new Retirements(env.DB).all()).filter((one) => one.site === site);
  const counts = mine.map(async ({ epoch }) => [epoch, await identity.shards.countOf(epoch)] as const);
  return new Map(await Promise.all(counts));
}
