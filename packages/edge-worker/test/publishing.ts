import type { GenerationBase } from "@sedge/clustering/repeat";
import { Codebook, GenerationSums } from "@sedge/protocol";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import {
  generationAfter,
  type MadeGeneration,
  type MadeOptions,
  sha256Of,
} from "../../clustering/test/next-generation.ts";
import type { EdgeEnv } from "../src/lib/settings.ts";

const registry = (site: string) => env.AGGREGATOR_REGISTRY.get(env.AGGREGATOR_REGISTRY.idFromName(site));

/** The newest generation of the real aggregator, as the base of the next. */
export async function newestGeneration(site = "demo"): Promise<GenerationBase & { readonly text: string }> {
  const { bytes, sha256, sums } = await registry(site).current();
  const text = new TextDecoder().decode(bytes);
  const codebook = v.parse(Codebook, JSON.parse(text));
  return { codebook, sha256, text, sums: sums === null ? undefined : v.parse(GenerationSums, JSON.parse(sums)) };
}

/** Publishes a next generation at the real aggregator, which checks it. */
export async function publishGeneration(options: MadeOptions = {}): Promise<MadeGeneration> {
  const { site = "demo" } = options;
  const made = await generationAfter(await newestGeneration(site), options);
  const beside = { report: made.reportText, sums: made.sumsText };
  const result = await registry(site).publish(new TextEncoder().encode(made.text), beside);
  if (result !== "accepted") throw new Error(`the generation was refused: ${result}`);
  return made;
}

/** Stores a codebook of a test's making as the edge stores one that it has verified. */
export async function storeCodebook(text: string, site = "demo"): Promise<void> {
  const { generation } = v.parse(Codebook, JSON.parse(text));
  await env.DB.prepare("INSERT INTO codebooks VALUES (?, ?, ?, ?, 0)")
    .bind(site, generation, await sha256Of(text), text)
    .run();
}

/** The real aggregator, but for the answers to some addresses (by how they end). */
export function answering(answers: Record<string, () => string | Promise<string>>, etag?: string): EdgeEnv {
  const fetch = async (url: string, init: RequestInit) => {
    const [, answer] = Object.entries(answers).find(([ending]) => url.endsWith(ending)) ?? [];
    if (!answer) return env.AGGREGATOR?.fetch(url, init);
    const text = await answer();
    return new Response(text, { headers: { etag: etag ?? `"${await sha256Of(text)}"` } });
  };
  return { ...env, AGGREGATOR: { fetch } as unknown as Fetcher };
}

/** The real aggregator, but for the newest codebook that it answers. */
export function publishing(text: () => string | Promise<string>, etag?: string): EdgeEnv {
  return answering({ "/codebook": text }, etag);
}
