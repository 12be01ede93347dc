import { env } from "cloudflare:workers";
import type { EdgeEnv } from "../src/lib/settings.ts";

async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The real aggregator, but for the codebook that it answers. */
export function publishing(text: () => string, etag?: string): EdgeEnv {
  const fetch = async (url: string, init: RequestInit) => {
    if (!url.endsWith("/codebook")) return env.AGGREGATOR?.fetch(url, init);
    return new Response(text(), { headers: { etag: etag ?? `"${await sha256(text())}"` } });
  };
  return { ...env, AGGREGATOR: { fetch } as unknown as Fetcher };
}
