import type * as worker from "../src/index.ts";
import type { RoundReport } from "@sedge/protocol";
import type { D1Migration } from "cloudflare:test";
import type { EdgeEnv } from "../src/lib/settings.ts";

/** The aggregator's objects, as far as the edge's tests look at them. */
interface AggregatorRoundKeeper extends Rpc.DurableObjectBranded {
  seedNoise(seed: string): void;
  report(): RoundReport;
}
interface AggregatorRegistry extends Rpc.DurableObjectBranded {
  current(): { readonly sha256: string; readonly bytes: Uint8Array; readonly sums: string | null };
  publish(bytes: Uint8Array, beside: { readonly report: string; readonly sums: string }): string;
}

declare global {
  namespace Cloudflare {
    interface Env extends EdgeEnv {
      readonly MIGRATIONS: D1Migration[];
      readonly PRF_SEED: string;
      readonly OPERATOR_KEY: string;
      readonly VERIFY_KEY: string;
      readonly ADMIN_KEY: string;
      readonly TRUST_TIER: string;
      readonly SEDGE_SEED: string;
      readonly SEDGE_SEEDS: string;
      readonly TIGHT_LIMIT: RateLimit;
      readonly AGGREGATOR_ROUND_KEEPER: DurableObjectNamespace<AggregatorRoundKeeper>;
      readonly AGGREGATOR_REGISTRY: DurableObjectNamespace<AggregatorRegistry>;
    }
    interface GlobalProps {
      mainModule: typeof worker;
    }
  }
}
