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

/** The tokens that each channel has registered. A channel may read by these and no others. */
export class ChannelReaders {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  /** Registers tokens for the channel. They must have a profile already. */
  async register(registrations: readonly Registration[], channel: Channel): Promise<void> {
    const atOf = new Map(registrations.map(({ token, at }) => [token, at]));
    const withTime = (token: LinkToken) => ({ token, at: atOf.get(token) ?? 0 });
    await this.#identity.shards.ask([...atOf.keys()], (shard, theirs) =>
      shard.registerForChannel(theirs.map(withTime), channel),
    );
  }

  /** Those of the tokens that the channel has registered: the only ones that it may see. */
  async channelTokens(tokens: readonly LinkToken[], channel: Channel): Promise<LinkToken[]> {
    const found = await this.#identity.shards.ask(tokens, (shard, theirs) => shard.knownBy(theirs, channel));
    return found.flat();
  }

  /** Those of the tokens whose people the channel may erase, or take back what they signed. */
  async confirmedTokens(tokens: readonly LinkToken[], channel: Channel): Promise<LinkToken[]> {
    return (await this.#identity.shards.ask(tokens, (shard, theirs) => shard.confirmedBy(theirs, channel))).flat();
  }

  /** The codewords of a token's profile; undefined if the channel has not registered the token. */
  async read(token: LinkToken, channel: Channel): Promise<TokenCodewords | undefined> {
    const [mine] = await this.channelTokens([token], channel);
    const profile = mine && (await this.#identity.read(mine));
    return profile && { token, codewords: currentCodewords(profile.observations) };
  }

  /** A page of the channel's registered tokens of one shard, with the codewords of their profiles. */
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
