import { edgeApp } from "./lib/app.ts";
import { runScheduledJobs } from "./lib/scheduled.ts";
import type { EdgeEnv } from "./lib/settings.ts";
import { deliverWebhooks } from "./lib/triggers/webhook-delivery.ts";

export { PrfKeeper } from "@sedge/operator/prf-keeper";
export { BlockShard } from "./lib/identity/records/block-shard.ts";
export { IdentityShard } from "./lib/identity/shard/identity-shard.ts";
export { ModelKeeper } from "./lib/identity/records/model-keeper.ts";
export { ReportShard } from "./lib/rounds/report-shard.ts";
export { RoundKeeper } from "./lib/rounds/round-keeper.ts";

const app = edgeApp();

export default {
  fetch: app.fetch,
  /** Drops what is left of retired key epochs, and opens the rounds that are due. */
  scheduled: (_event, env) => runScheduledJobs(env, Date.now),
  /** Delivers webhooks, and lists those that no destination accepted. */
  queue: (batch, env) => deliverWebhooks(batch, env, Date.now),
} satisfies ExportedHandler<EdgeEnv>;
