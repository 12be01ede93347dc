import { blockTokens, type TokenRecord } from "@sedge/linkage/record";
import * as v from "valibot";
import { shardOf } from "../shard/shard-number.ts";

/**
 * Most records in a block. One that more share says little (a common surname in a large town), and comparing with all of
 * them would cost more the larger the site: it is dropped for good, and only counted.
 */
export const MAX_BLOCK_RECORDS = 100;

/**
 * Most others that a record is compared with, and so most that a shard names for it: those that share most blocks. It bounds
 * a record's cost, whatever the size of the site.
 */
export const MAX_CANDIDATES = 40;

/**
 * Shards of a site's index. A record's blocks hash to all of them, so more shards only cost more messages; four store
 * 40 million records at 1 KB each (10 GB an object,
 * https://developers.cloudflare.com/durable-objects/platform/limits/).
 */
export const BLOCK_SHARDS = 4;

/** Kinds of token whose frequency affects the weight. */
const COUNTED = ["exact", "word", "local"] as const;

/** What a record is listed under: its blocks, and the values (`field:token`) whose frequency matters. Both sorted. */
export const Listed = v.strictObject({ blocks: v.array(v.string()), values: v.array(v.string()) });
export type Listed = v.InferOutput<typeof Listed>;

function valuesOf(fields: TokenRecord["fields"]): string[] {
  const values = Object.entries(fields).flatMap(([field, kinds]) =>
    COUNTED.flatMap((kind) => (kinds?.[kind] ?? []).map((token) => `${field}:${token}`)),
  );
  return [...new Set(values)].sort();
}

/** The shard of the index that a block or value is kept in. */
export function blockShardOf(text: string): number {
  return shardOf(text) % BLOCK_SHARDS;
}

/** What a record with these fields is listed under in each shard of the index, in their order. */
export function listingOf(fields: TokenRecord["fields"]): Listed[] {
  const listed = Array.from({ length: BLOCK_SHARDS }, (): Listed => ({ blocks: [], values: [] }));
  for (const block of blockTokens(fields)) listed[blockShardOf(block)]?.blocks.push(block);
  for (const value of valuesOf(fields)) listed[blockShardOf(value)]?.values.push(value);
  return listed;
}
