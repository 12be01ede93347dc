import type { PrfKeeper } from "@sedge/operator";
import type { BlockShard } from "./lib/identity/records/block-shard.ts";
import type { IdentityShard } from "./lib/identity/shard/identity-shard.ts";
import type { ModelKeeper } from "./lib/identity/records/model-keeper.ts";
import type { ReportShard } from "./lib/rounds/report-shard.ts";
import type { RoundKeeper } from "./lib/rounds/round-keeper.ts";
import type { WebhookTicket } from "./lib/triggers/webhook-ticket.ts";

declare global {
  /** Durable Objects of identity, as wrangler.jsonc binds them. */
  interface ShardBindings {
    readonly IDENTITY_SHARD: DurableObjectNamespace<IdentityShard>;
    readonly BLOCK_SHARD: DurableObjectNamespace<BlockShard>;
    readonly MODEL_KEEPER: DurableObjectNamespace<ModelKeeper>;
  }

  /**
   * Everything that wrangler.jsonc binds. Global, as the types that `wrangler types` writes: a Durable Object is given these, and
   * they name it, so that a module of them would make a cycle.
   */
  interface EdgeBindings extends ShardBindings {
    readonly DB: D1Database;
    readonly PRF_KEEPER: DurableObjectNamespace<PrfKeeper>;
    readonly ROUND_KEEPER: DurableObjectNamespace<RoundKeeper>;
    readonly REPORT_SHARD: DurableObjectNamespace<ReportShard>;
    /** The aggregator, where both run in one account; else the setting `AGGREGATOR_URL` says where it is. */
    readonly AGGREGATOR?: Fetcher;
    readonly ADDRESS_LIMIT: RateLimit;
    /** Of a whole /48 of IPv6. */
    readonly NETWORK_LIMIT: RateLimit;
    readonly SITE_LIMIT: RateLimit;
    /** Webhooks on their way to other channels' systems. */
    readonly WEBHOOKS: Queue<WebhookTicket>;
  }
}
