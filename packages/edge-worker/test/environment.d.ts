import type * as worker from "../src/index.ts";
import type { D1Migration } from "cloudflare:test";
import type { EdgeEnv } from "../src/lib/settings.ts";

declare global {
  namespace Cloudflare {
    interface Env extends EdgeEnv {
      readonly MIGRATIONS: D1Migration[];
      readonly PRF_SEED: string;
      readonly OPERATOR_KEY: string;
      readonly ADMIN_KEY: string;
      readonly TRUST_TIER: string;
      readonly SEDGE_SEED: string;
      readonly SEDGE_SEEDS: string;
      readonly TIGHT_LIMIT: RateLimit;
    }
    interface GlobalProps {
      mainModule: typeof worker;
    }
  }
}
