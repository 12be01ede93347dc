import { Refusal } from "@sedge/operator";
import { admit, type AggregatorContext } from "./admit.ts";
import type { AggregatorEnv } from "./settings.ts";

/** What keeps a site's codebooks. */
export function registryOf(env: AggregatorEnv, site: string) {
  return env.CODEBOOK_REGISTRY.get(env.CODEBOOK_REGISTRY.idFromName(site));
}

/** A public file of JSON whose hash is its ETag. What a hash names never changes. */
export function namedBytes(
  bytes: Uint8Array | string,
  sha256: string,
  caching = "public, max-age=31536000, immutable",
) {
  const headers = { etag: `"${sha256}"`, "cache-control": caching, "content-type": "application/json" };
  return new Response(bytes, { headers });
}

/** The newest. The ETag is the hash, so that `etag()` of hono answers 304 to an edge that has these bytes. */
export async function answerCodebook(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "codebook");
  const { sha256, bytes } = await registryOf(context.env, site).current();
  return namedBytes(bytes, sha256, "no-cache");
}

/** One of any generation, by its hash. */
export async function answerCodebookOf(context: AggregatorContext): Promise<Response> {
  const site = await admit(context, "codebookOf");
  const sha256 = context.req.param("sha256") ?? "";
  const bytes = await registryOf(context.env, site).codebook(sha256);
  if (!bytes) throw new Refusal("unknown-codebook");
  return namedBytes(bytes, sha256);
}
