import { publishedEpochs } from "@sedge/operator";
import type { KeyEpochs } from "@sedge/protocol";
import { type AggregatorEnv, settingsOf } from "./settings.ts";

/** What keeps the site's PRF keys at this operator. */
export function keeperOf(env: AggregatorEnv, site: string) {
  return env.PRF_KEEPER.get(env.PRF_KEEPER.idFromName(site));
}

/** All epochs of a site at this operator. */
export async function epochsOf(env: AggregatorEnv, site: string): Promise<KeyEpochs> {
  return publishedEpochs(await keeperOf(env, site).epochs(), settingsOf(env).PRF_SEED, site);
}
