import type { PrfKeeper } from "@sedge/operator";
import type { CodebookRegistry } from "./lib/codebook-registry.ts";
import type { LogKeeper } from "./lib/log/log-keeper.ts";
import type { ReportShard } from "./lib/rounds/report-shard.ts";
import type { RoundKeeper } from "./lib/rounds/round-keeper.ts";

declare global {
  /**
   * Everything that wrangler.jsonc binds. Global, as the types that `wrangler types` writes: a Durable Object is given these, and
   * they name it, so that a module of them would make a cycle.
   */
  interface AggregatorBindings {
    readonly CODEBOOK_REGISTRY: DurableObjectNamespace<CodebookRegistry>;
    readonly LOG_KEEPER: DurableObjectNamespace<LogKeeper>;
    readonly PRF_KEEPER: DurableObjectNamespace<PrfKeeper>;
    readonly ROUND_KEEPER: DurableObjectNamespace<RoundKeeper>;
    readonly REPORT_SHARD: DurableObjectNamespace<ReportShard>;
  }
}
