import type { LinkToken } from "@sedge/protocol";
import { AggregatorKeys } from "../aggregator-keys.ts";
import { epochNumbers, Epochs } from "../epochs.ts";
import { Identity } from "../identity/client/identity.ts";
import { USUAL_RULES } from "../identity/operations/identity-rules.ts";
import type { EdgeEnv } from "../settings.ts";
import { Sites } from "../site.ts";
import { SiteFileStore } from "../site-files.ts";
import { ProfileTriggers } from "./profile-triggers.ts";
import { TriggerEvaluator } from "./trigger-evaluator.ts";
import { SiteTriggers } from "./trigger-settings.ts";

/**
 * Looks at profiles of a site whose hour has come, as a shard's alarm has it done. Each look goes through the site's shards as a
 * request does, as a profile may have moved meanwhile.
 */
export function dueLooks(
  env: EdgeEnv,
  id: string,
  later: (work: Promise<unknown>) => void,
): (token: LinkToken) => Promise<void> {
  const now = Date.now;
  const sites = new Sites(now);
  const store = new SiteFileStore(now, new AggregatorKeys(now));
  const epochs = new Epochs(now);
  const triggers = new SiteTriggers(now);
  const identity = new Identity(env, id, USUAL_RULES);
  return async (token) => {
    const site = await sites.find(env.DB, id);
    // Nobody looks at a site that is not served any more.
    if (!site) return void (await new ProfileTriggers(identity).fire(token, [], "", null));
    const files = async () => store.current(env, site, epochNumbers(await epochs.read(env, id)), later);
    await new TriggerEvaluator({ database: env.DB, site, identity, triggers, files, now }).due(token);
  };
}
