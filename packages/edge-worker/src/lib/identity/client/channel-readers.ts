import type { Channel, LinkToken } from "@sedge/protocol";
import type { Identity } from "./identity.ts";
import type { TokenCodewords } from "../operations/results.ts";
import { currentCodewords } from "../graph/profile.ts";
import type { ShardNumber } from "../shard/shard-number.ts";
import type { Registration } from "../shard/registered-tokens.ts";

/** Tokens of a shard, and after which of them there may be more. */
export interface RegisteredPage {
  readonly tokens: readonly TokenCodewords[];
  readonly last: LinkToken | undefined;
}

/** Which of a site's tokens each channel has told of, and so may read by: by no others. */
export class ChannelReaders {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  /** The channel's own system has told of these tokens, which are registered. */
  async register(registrations: readonly Registration[], channel: Channel): Promise<void> {
    const atOf = new Map(registrations.map(({ token, at }) => [token, at]));
    const withTime = (token: LinkToken) => ({ token, at: atOf.get(token) ?? 0 });
    await this.#identity.shards.ask([...atOf.keys()], (shard, theirs) =>
      shard.registerForChannel(theirs.map(withTime), channel),
    );
  }

  /** Those of the tokens of which the channel's own system has told: the only ones that may be named to it. */
  async channelTokens(tokens: readonly LinkToken[], channel: Channel): Promise<LinkToken[]> {
    const found = await this.#identity.shards.ask(tokens, (shard, theirs) => shard.knownBy(theirs, channel));
    return found.flat();
  }

  /** What all channels say of a token's profile; undefined where the channel has not told of it. */
  async read(token: LinkToken, channel: Channel): Promise<TokenCodewords | undefined> {
    const [mine] = await this.channelTokens([token], channel);
    const profile = mine && (await this.#identity.read(mine));
    return profile && { token, codewords: currentCodewords(profile.observations) };
  }

  /** Some tokens of which the channel has told, of one shard, with the codewords of their profiles. */
  async page(channel: Channel, shard: ShardNumber, after: LinkToken | null, limit: number): Promise<RegisteredPage> {
    const { shards } = this.#identity;
    const page = await shards.of(shard).registeredPage(channel, after, limit);
    const asked = [...Map.groupBy(page, ({ home }) => home)].map(([home, theirs]) =>
      shards.of(home).codewordsOf(theirs.map(({ token }) => token)),
    );
    const found = new Map((await Promise.all(asked)).flat().map(({ token, codewords }) => [token, codewords]));
    const tokens: TokenCodewords[] = [];
    for (const { token } of page) {
      // What has moved while it was asked for is looked up by itself.
      const codewords = found.get(token) ?? currentCodewords((await this.#identity.read(token))?.observations ?? []);
      tokens.push({ token, codewords });
    }
    return { tokens, last: page.length < limit ? undefined : page.at(-1)?.token };
  }
}
