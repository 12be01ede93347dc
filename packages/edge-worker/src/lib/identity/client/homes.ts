import { Refusal } from "@sedge/operator";
import type { LinkToken, Nonce } from "@sedge/protocol";
import type { Redirect } from "../operations/results.ts";
import { type ShardNumber, shardOf } from "../shard/shard-number.ts";
import { byShard } from "../shard/shard-peer.ts";
import type { SeenHome } from "../shard/token-shard.ts";
import type { ShardStub, SiteShards } from "./site-shards.ts";

/** How often a request looks again for a profile that other requests are moving. Each look finishes a move that it meets. */
export const MAX_LOOKS = 10;
const FIRST_PAUSE_MS = 4;
/** When a request about a profile that a failed saga holds may be sent again, in seconds. */
const RETRY_SECONDS = 30;

/** Waits a random time that doubles, a second in all on average, so that one of several operations that move each other's profiles finishes. */
export async function lookPause(look: number): Promise<void> {
  if (look > 0) await scheduler.wait(Math.random() * FIRST_PAUSE_MS * 2 ** (look - 1));
}

/** A saga of the profile has failed, or other requests keep moving it: it can be used later. */
export function unavailable(): Refusal {
  return Refusal.retryLater("profile-unavailable", RETRY_SECONDS);
}

/** Whether a transmission is new, and which of its signers are. */
export interface Admitted {
  readonly isFresh: boolean;
  readonly unregistered: readonly LinkToken[];
}

/**
 * Finds the shards where profiles are at home, for one request. It remembers where a signer's profile was when the signature was
 * admitted, which saves a question; a profile that has moved since is looked up as any other.
 */
export class Homes {
  readonly #shards: SiteShards;
  readonly #seen = new Map<LinkToken, SeenHome>();

  constructor(shards: SiteShards) {
    this.#shards = shards;
  }

  /**
   * Remembers a transmission at the shard of every signing token. It is not fresh if one has seen it: a replay.
   * @returns With it, those of the tokens that are not registered.
   */
  async admit(tokens: readonly LinkToken[], nonce: Nonce, now: number): Promise<Admitted> {
    const unregistered: LinkToken[] = [];
    // In one order everywhere, so that of two copies at once exactly one is fresh.
    for (const [shard, theirs] of [...byShard(tokens, shardOf)].sort(([one], [other]) => one - other)) {
      const { isFresh, homes } = await this.#shards.of(shard).admitNonce(nonce, now, theirs);
      if (!isFresh) return { isFresh, unregistered };
      for (const home of homes) this.#seen.set(home.token, home);
      unregistered.push(...theirs.filter((token) => !this.#seen.has(token)));
    }
    return { isFresh: true, unregistered };
  }

  /** Where a signer's profile was when it was admitted; undefined for other tokens, and for what has moved since. */
  seen(token: LinkToken): SeenHome | undefined {
    return this.#seen.get(token);
  }

  /** The profiles have moved since: they are looked up again. */
  forget(tokens: readonly LinkToken[]): void {
    for (const token of tokens) this.#seen.delete(token);
  }

  /**
   * Asks the token's home, following forwards; undefined if the token has none.
   * @param locate - Finds the home of a token that has not been seen, or has moved.
   */
  async ask<Done extends { readonly state: "done" | "too-large" | "uncompared" }>(
    token: LinkToken,
    locate: () => Promise<ShardNumber | undefined>,
    ask: (home: ShardStub) => Promise<Done | Redirect>,
  ): Promise<Done | undefined> {
    let forward = this.#seen.get(token)?.home;
    for (let look = 0; look < MAX_LOOKS; look++) {
      await lookPause(look);
      const home = forward ?? (await locate());
      if (home === undefined) return undefined;
      const answer = await ask(this.#shards.of(home));
      if (answer.state === "waiting") break;
      if (answer.state !== "moved" && answer.state !== "gone") return answer;
      this.forget([token]);
      forward = answer.state === "moved" ? answer.home : undefined;
    }
    throw unavailable();
  }
}
