import { env } from "cloudflare:workers";
import { edgeApp } from "../src/lib/app.ts";
import type { EdgeEnv } from "../src/lib/settings.ts";
import { executionContext } from "./context.ts";
import { address } from "./visitor.ts";

/** An edge whose clock can be put forward, and whose work for later is waited for. */
export function clockedEdge() {
  let now = Date.now();
  const app = edgeApp(() => now);
  const ask = async (request: Request, bindings: EdgeEnv = env) => {
    const context = executionContext();
    const response = await app.fetch(request, bindings, context);
    await context.settled();
    return response;
  };
  return {
    ask,
    manifest: async (bindings?: EdgeEnv) => {
      const response = await ask(new Request(address("manifest")), bindings);
      return response.status === 200 ? response.json<{ codebook: { generation: number; sha256: string } }>() : response;
    },
    /** Its clock, in seconds since 1970. */
    seconds: () => Math.floor(now / 1_000),
    passMinutes: (minutes: number) => {
      now += minutes * 60_000;
    },
  };
}
