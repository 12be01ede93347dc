export { BLOCK_SHARDS, listingOf, MAX_BLOCK_RECORDS } from "./lib/identity/listing.ts";
export { shardOf, SHARDS } from "./lib/identity/shard-number.ts";
