import * as v from "valibot";

/**
 * Identity shards of a site. Fixed: a token's shard follows from it, so that another number would strand every token.
 * 16 objects of about a thousand writes a second each carry any site that one D1 can.
 */
export const SHARDS = 16;

/** All of them. */
export const SHARD_NUMBERS: readonly number[] = Array.from({ length: SHARDS }, (_, number) => number);

/** A shard's number, 0 to {@link SHARDS} - 1. */
export const ShardNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(SHARDS - 1));
export type ShardNumber = v.InferOutput<typeof ShardNumber>;

/** The shard that keeps a token's pointer: FNV-1a (32 bits, http://www.isthe.com/chongo/tech/comp/fnv/) of its text. */
export function shardOf(token: string): ShardNumber {
  let hash = 0x811c9dc5;
  for (let index = 0; index < token.length; index++) {
    hash = Math.imul(hash ^ token.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % SHARDS;
}

/** Name of a shard's Durable Object. */
export function shardName(site: string, shard: ShardNumber): string {
  return `${site}/${shard}`;
}

/** Reads what {@link shardName} wrote. @throws {RangeError} for any other name */
export function parseShardName(name: string | undefined): { site: string; shard: ShardNumber } {
  const [, site, number] = /^([^/]+)\/(\d+)$/.exec(name ?? "") ?? [];
  const shard = v.safeParse(ShardNumber, Number(number));
  if (site === undefined || !shard.success) throw new RangeError("not the name of an identity shard");
  return { site, shard: shard.output };
}
