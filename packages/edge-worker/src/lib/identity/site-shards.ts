import type { LinkToken } from "@sedge/protocol";
import type { IdentityShard, ShardEnv } from "./identity-shard.ts";
import { byShard } from "./shard-peer.ts";
import { shardName, type ShardNumber, shardOf } from "./shard-number.ts";

/** The identity shards of a site. */
export class SiteShards {
  readonly #env: ShardEnv;
  readonly #site: string;

  constructor(env: ShardEnv, site: string) {
    this.#env = env;
    this.#site = site;
  }

  of(shard: ShardNumber): DurableObjectStub<IdentityShard> {
    const { IDENTITY_SHARD } = this.#env;
    return IDENTITY_SHARD.get(IDENTITY_SHARD.idFromName(shardName(this.#site, shard)));
  }

  /** The shard that keeps a token's pointer. */
  ownOf(token: LinkToken): DurableObjectStub<IdentityShard> {
    return this.of(shardOf(token));
  }

  /** Asks the tokens' own shards, each for all of its own, at once. */
  async ask<Answer>(
    tokens: readonly LinkToken[],
    ask: (shard: DurableObjectStub<IdentityShard>, theirs: readonly LinkToken[]) => Promise<Answer>,
  ): Promise<Answer[]> {
    return Promise.all([...byShard(tokens, shardOf)].map(([shard, theirs]) => ask(this.of(shard), theirs)));
  }
}
