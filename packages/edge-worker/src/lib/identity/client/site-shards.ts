import type { KeyEpoch, LinkToken, SagaReport } from "@sedge/protocol";
import { byShard } from "../shard/shard-peer.ts";
import { SHARD_NUMBERS, shardName, type ShardNumber, shardOf, SHARDS } from "../shard/shard-number.ts";

/** What a Worker may ask of an identity shard. */
export type ShardStub = ReturnType<ShardBindings["IDENTITY_SHARD"]["get"]>;

/** The identity shards of a site. */
export class SiteShards {
  readonly #env: ShardBindings;
  readonly #site: string;

  constructor(env: ShardBindings, site: string) {
    this.#env = env;
    this.#site = site;
  }

  of(shard: ShardNumber): ShardStub {
    const { IDENTITY_SHARD } = this.#env;
    return IDENTITY_SHARD.get(IDENTITY_SHARD.idFromName(shardName(this.#site, shard)));
  }

  /** The shard that keeps a token's pointer. */
  ownOf(token: LinkToken): ShardStub {
    return this.of(shardOf(token));
  }

  /** Some of the registered tokens of a key epoch, at most `limit`. @param start - Which shard is asked first. */
  async tokensOf(epoch: KeyEpoch, limit: number, start = 0): Promise<LinkToken[]> {
    const found: LinkToken[] = [];
    for (const number of SHARD_NUMBERS) {
      const shard = (number + start) % SHARDS;
      if (found.length < limit) found.push(...(await this.of(shard).tokensOf(epoch, limit - found.length)));
    }
    return found;
  }

  /** How many registered tokens are of a key epoch. */
  async countOf(epoch: KeyEpoch): Promise<number> {
    const counts = await Promise.all(SHARD_NUMBERS.map((shard) => this.of(shard).countOf(epoch)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Asks the tokens' own shards, each for all of its own, at once. */
  async ask<Answer>(
    tokens: readonly LinkToken[],
    ask: (shard: ShardStub, theirs: readonly LinkToken[]) => Promise<Answer>,
  ): Promise<Answer[]> {
    return Promise.all([...byShard(tokens, shardOf)].map(([shard, theirs]) => ask(this.of(shard), theirs)));
  }
}

/** The moves and erasures of a site that have not finished. */
export async function sagaReport(env: ShardBindings, site: string): Promise<SagaReport> {
  const shards = new SiteShards(env, site);
  const reports = await Promise.all(
    SHARD_NUMBERS.map(async (shard) => ({ shard, ...(await shards.of(shard).unfinishedSagas()) })),
  );
  return { shards: reports.filter(({ unfinished }) => unfinished > 0) };
}
