import { sha256Hex } from "@sedge/operator";
import type { Channel, Codeword, LinkToken, Nonce, OperationId } from "@sedge/protocol";
import * as v from "valibot";
import type { IdentityShard, ShardEnv } from "./identity-shard.ts";
import {
  type Elsewhere,
  OperationKey,
  type Outcome,
  type Place,
  type Standing,
  type StoredProfile,
} from "./outcome.ts";
import { byShard } from "./shard-peer.ts";
import { shardName, type ShardNumber, shardOf } from "./shard-number.ts";

/** How often a request looks again for a profile that other requests are moving. Each look finishes a move it meets. */
const MAX_LOOKS = 8;
const NOTHING: Outcome = { tokens: 0, edges: 0, observations: 0 };

async function operationKey(token: LinkToken, operationId: OperationId): Promise<OperationKey> {
  return v.parse(OperationKey, await sha256Hex(new TextEncoder().encode(`${token}\n${operationId}`)));
}

/** A site's identity: finds the shards that a request is about, and asks them. */
export class Identity {
  readonly #env: ShardEnv;
  readonly #site: string;

  constructor(env: ShardEnv, site: string) {
    this.#env = env;
    this.#site = site;
  }

  #shard(shard: ShardNumber): DurableObjectStub<IdentityShard> {
    const { IDENTITY_SHARD } = this.#env;
    return IDENTITY_SHARD.get(IDENTITY_SHARD.idFromName(shardName(this.#site, shard)));
  }

  #ownShard(token: LinkToken): DurableObjectStub<IdentityShard> {
    return this.#shard(shardOf(token));
  }

  /** Remembers a transmission at the shard of every signing token. False if one has seen it: a replay. */
  async isFresh(tokens: readonly LinkToken[], nonce: Nonce, now: number): Promise<boolean> {
    // In one order everywhere, so that of two copies at once exactly one is fresh.
    const shards = [...byShard(tokens, shardOf).keys()].sort((one, other) => one - other);
    for (const shard of shards) if (!(await this.#shard(shard).see(nonce, now))) return false;
    return true;
  }

  /** Makes the tokens one person's. */
  async link(signers: readonly LinkToken[], operationId: OperationId): Promise<Standing> {
    // Sorted, so that a repeat with its signatures in another order is known as a repeat.
    const [first, ...others] = [...signers].sort();
    if (first === undefined) throw new RangeError("no token to link");
    const tokens = [first, ...others] as const;
    const key = await operationKey(first, operationId);
    for (let look = 0; look < MAX_LOOKS; look++) {
      const places = await Promise.all(tokens.map((token) => this.#place(token)));
      // The profile with the smallest token takes the others in. This order is the same for every request, so that two
      // that meet never move a pair of profiles past each other.
      const target = places.reduce((best, place) => (place.smallest < best.smallest ? place : best));
      const homes = places.map(({ home }) => home);
      const answer = await this.#shard(target.home).link(tokens, homes, operationId, key);
      if (answer.state === "done") return answer;
    }
    throw new Error("profiles kept moving");
  }

  /** Where the token's profile is at home, and the smallest of its tokens. A new token is registered first. */
  async #place(token: LinkToken): Promise<Place> {
    const place = await this.#atHome<Place>(
      () => this.#ownShard(token).register(token),
      (home) => home.place(token),
    );
    if (!place) throw new Error("a registered token has no home");
    return place;
  }

  /** Stores a channel's codeword in the token's profile, which begins with it if there was none. */
  async assign(token: LinkToken, channel: Channel, codeword: Codeword, operationId: OperationId): Promise<Standing> {
    const key = await operationKey(token, operationId);
    const answer = await this.#atHome<Standing>(
      () => this.#ownShard(token).register(token),
      (home) => home.assign(token, channel, codeword, key),
    );
    if (!answer) throw new Error("a registered token has no home");
    return answer;
  }

  /** Takes the token out of its profile; undefined if it is not known. */
  async unlink(token: LinkToken, operationId: OperationId): Promise<Standing | undefined> {
    const key = await operationKey(token, operationId);
    return this.#atHome<Standing>(
      () => this.#ownShard(token).home(token),
      (home) => home.unlink(token, key),
    );
  }

  /** Everything stored of the token's profile; undefined if it is not known. */
  async read(token: LinkToken): Promise<StoredProfile | undefined> {
    return this.#atHome<{ readonly state: "done" } & StoredProfile>(
      () => this.#ownShard(token).home(token),
      (home) => home.read(token),
    );
  }

  /** Erases the token's profile. Nothing known is nothing erased, and is remembered as that. */
  async erase(token: LinkToken, operationId: OperationId): Promise<Outcome> {
    const own = this.#ownShard(token);
    const key = await operationKey(token, operationId);
    const before = await own.erasureOutcome(key);
    if (before) return before;
    const answer = await this.#atHome<{ readonly state: "done" } & Outcome>(
      () => own.home(token),
      (home) => home.erase(token, key),
    );
    if (answer) return answer;
    // An erasure that was interrupted may have been finished by the very look for it.
    const finished = await own.erasureOutcome(key);
    if (finished) return finished;
    await own.rememberErasure(key, NOTHING);
    return NOTHING;
  }

  /** Asks the token's home, following forwards; undefined if the token has none. */
  async #atHome<Done extends { readonly state: "done" }>(
    locate: () => Promise<ShardNumber | undefined>,
    ask: (home: DurableObjectStub<IdentityShard>) => Promise<Done | Elsewhere>,
  ): Promise<Done | undefined> {
    let home = await locate();
    for (let look = 0; look < MAX_LOOKS; look++) {
      if (home === undefined) return undefined;
      const answer = await ask(this.#shard(home));
      if (answer.state === "done") return answer;
      home = answer.state === "moved" ? answer.home : await locate();
    }
    throw new Error("a profile kept moving");
  }
}
