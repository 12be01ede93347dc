import { edgeApp } from "./lib/app.ts";
import { continueRetirements } from "./lib/retirement-work.ts";
import type { EdgeEnv } from "./lib/settings.ts";

export { PrfKeeper } from "@sedge/operator/prf-keeper";
export { BlockShard } from "./lib/identity/block-shard.ts";
export { IdentityShard } from "./lib/identity/identity-shard.ts";
export { ModelKeeper } from "./lib/identity/model-keeper.ts";

const app = edgeApp();

export default {
  fetch: app.fetch,
  /** Drops what is left of retired key epochs. */
  scheduled: (_event, env) => continueRetirements(env, Date.now),
} satisfies ExportedHandler<EdgeEnv>;
