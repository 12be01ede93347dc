export { BLOCK_SHARDS, listingOf, MAX_BLOCK_RECORDS } from "./lib/identity/records/listing.ts";
export { shardOf, SHARDS } from "./lib/identity/shard/shard-number.ts";
