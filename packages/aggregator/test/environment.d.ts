import type * as worker from "../src/index.ts";
import type { AggregatorEnv } from "../src/lib/settings.ts";

declare global {
  namespace Cloudflare {
    interface Env extends AggregatorEnv {
      readonly PRF_SEED: string;
      readonly LOG_SEED: string;
      readonly OPERATOR_KEY: string;
      readonly VERIFY_KEY: string;
      readonly ADMIN_KEY: string;
    }
    interface GlobalProps {
      mainModule: typeof worker;
    }
  }
}
