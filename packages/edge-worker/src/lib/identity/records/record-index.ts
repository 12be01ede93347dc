import type { TokenRecord } from "@sedge/linkage/record";
import type { TokenFrequencies } from "@sedge/linkage/scoring";
import type { LinkToken } from "@sedge/protocol";
import type { BlockShard } from "./block-shard.ts";
import { BLOCK_SHARDS, listingOf, MAX_CANDIDATES } from "./listing.ts";
import { shardName, type ShardNumber } from "../shard/shard-number.ts";

/** The index's answer for a record. */
export interface Neighbourhood {
  /** Records that share a block with it, those that share most first. */
  readonly candidates: readonly LinkToken[];
  /** How many records have each of its values, by `field:token`. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Token frequencies from the counts. `records`: the number of records, 0 if there are too few for a frequency. */
export function frequenciesOf(counts: ReadonlyMap<string, number>, records: number): TokenFrequencies {
  return { records, count: (field, token) => counts.get(`${field}:${token}`) ?? 0 };
}

/** A site's index of blocks, over its shards. */
export class RecordIndex {
  readonly #namespace: DurableObjectNamespace<BlockShard>;
  readonly #site: string;

  constructor(namespace: DurableObjectNamespace<BlockShard>, site: string) {
    this.#namespace = namespace;
    this.#site = site;
  }

  #shard(shard: ShardNumber): DurableObjectStub<BlockShard> {
    return this.#namespace.get(this.#namespace.idFromName(shardName(this.#site, shard)));
  }

  /** Lists a record's current fields in every shard, and resolves to the records that share its blocks. */
  async list(record: LinkToken, fields: TokenRecord["fields"]): Promise<Neighbourhood> {
    const listed = listingOf(fields);
    const listings = await Promise.all(listed.map((part, shard) => this.#shard(shard).list(record, part)));
    const shared = new Map<LinkToken, number>();
    const counts = new Map<string, number>();
    for (const [shard, listing] of listings.entries()) {
      for (const { record: other, blocks } of listing.candidates) shared.set(other, blocks + (shared.get(other) ?? 0));
      for (const [index, value] of (listed[shard]?.values ?? []).entries())
        counts.set(value, listing.counts[index] ?? 0);
    }
    const candidates = [...shared]
      .sort(([one, its], [other, theirs]) => theirs - its || (one < other ? -1 : 1))
      .slice(0, MAX_CANDIDATES)
      .map(([candidate]) => candidate);
    return { candidates, counts };
  }

  /** Takes a record out of every shard. */
  async unlist(record: LinkToken): Promise<void> {
    await Promise.all(Array.from({ length: BLOCK_SHARDS }, (_, shard) => this.#shard(shard).unlist(record)));
  }
}
