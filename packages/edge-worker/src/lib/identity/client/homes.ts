import { Refusal } from "@sedge/operator";
import type { LinkToken, Nonce } from "@sedge/protocol";
import type { Redirect, Replayed } from "../operations/results.ts";
import { type ShardNumber, shardOf } from "../shard/shard-number.ts";
import { byShard } from "../shard/shard-peer.ts";
import type { SeenHome, Transmission } from "../shard/token-shard.ts";
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

/** A nonce that is not stored yet, and the shard that is to store it. */
interface Waiting {
  readonly shard: ShardNumber;
  readonly transmission: Transmission;
}

/** Answers of a shard that has followed, or looked at, what it was asked. */
type DoneState = "done" | "too-large" | "uncompared" | "unproven";

/** Answers of a shard that has done nothing. */
const NOTHING_DONE: ReadonlySet<string> = new Set(["moved", "gone", "waiting", "erased"]);

/** Whether a transmission is new, and which of its signers are. */
export interface Admitted {
  readonly isFresh: boolean;
  readonly unregistered: readonly LinkToken[];
}

/**
 * Finds the shards where profiles are at home, for one request. It remembers where a signer's profile was when the signature was
 * admitted, which saves a question; a profile that has moved since is looked up as any other. Where it may, the nonce waits for what the
 * message does, so that both are one commit: nothing that needs the nonce is done before it is stored.
 */
export class Homes {
  readonly #shards: SiteShards;
  readonly #seen = new Map<LinkToken, SeenHome>();
  #waiting: Waiting | undefined;

  constructor(shards: SiteShards) {
    this.#shards = shards;
  }

  /**
   * Remembers a transmission at the shard of every signing token. It is not fresh if one has seen it: a replay.
   * @param mayWait - Whether the nonce may be stored with the first operation, through {@link call}, or by {@link settle}.
   * @returns With it, those of the tokens that are not registered.
   */
  async admit(tokens: readonly LinkToken[], nonce: Nonce, now: number, mayWait: boolean): Promise<Admitted> {
    await this.settle();
    const transmission = { nonce, now };
    const unregistered: LinkToken[] = [];
    // In one order everywhere, so that of two copies at once exactly one is fresh.
    for (const [shard, theirs] of [...byShard(tokens, shardOf)].sort(([one], [other]) => one - other)) {
      const self = mayWait && tokens.length === 1 ? shard : null;
      const { isFresh, isKept, homes } = await this.#shards.of(shard).admitNonce(transmission, theirs, self);
      if (!isFresh) return { isFresh, unregistered };
      if (!isKept) this.#waiting = { shard, transmission };
      for (const home of homes) this.#seen.set(home.token, home);
      unregistered.push(...theirs.filter((token) => !this.#seen.has(token)));
    }
    return { isFresh: true, unregistered };
  }

  /** Stores the nonce that waits, if one does. @throws {Refusal} `replayed-request` if a copy of the message came first */
  async settle(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting && !(await this.#shards.of(waiting.shard).see(waiting.transmission.nonce, waiting.transmission.now))) {
      throw new Refusal("replayed-request");
    }
  }

  /**
   * Asks a shard to do something, with the nonce if that waits for it, or after the nonce is stored.
   * @throws {Refusal} `replayed-request`
   */
  async call<Answer extends { readonly state: string }>(
    shard: ShardNumber,
    ask: (stub: ShardStub, transmission: Transmission | undefined) => Promise<Answer | Replayed>,
  ): Promise<Answer> {
    if (this.#waiting?.shard !== shard) await this.settle();
    const answer = await ask(this.#shards.of(shard), this.#waiting?.transmission);
    if (!NOTHING_DONE.has(answer.state)) this.#waiting = undefined;
    if (answer.state === "replayed") throw new Refusal("replayed-request");
    return answer as Answer;
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
   * Asks the token's home, following forwards; undefined if the token has none. What is asked must not need the nonce.
   * @param locate - Finds the home of a token that has not been seen, or has moved.
   */
  ask<Done extends { readonly state: DoneState }>(
    token: LinkToken,
    locate: () => Promise<ShardNumber | undefined>,
    ask: (home: ShardStub) => Promise<Done | Redirect>,
  ): Promise<Done | undefined> {
    return this.#follow(token, locate, (home) => ask(this.#shards.of(home)));
  }

  /** The same for what the message does: by {@link call}. */
  change<Done extends { readonly state: DoneState }>(
    token: LinkToken,
    locate: () => Promise<ShardNumber | undefined>,
    ask: (home: ShardStub, transmission: Transmission | undefined) => Promise<Done | Redirect | Replayed>,
  ): Promise<Done | undefined> {
    return this.#follow<Done>(token, locate, (home) => this.call(home, ask));
  }

  async #follow<Done extends { readonly state: DoneState }>(
    token: LinkToken,
    locate: () => Promise<ShardNumber | undefined>,
    ask: (home: ShardNumber) => Promise<Done | Redirect>,
  ): Promise<Done | undefined> {
    let forward = this.#seen.get(token)?.home;
    for (let look = 0; look < MAX_LOOKS; look++) {
      await lookPause(look);
      const home = forward ?? (await locate());
      if (home === undefined) return undefined;
      const answer = await ask(home);
      if (answer.state === "waiting") break;
      if (answer.state !== "moved" && answer.state !== "gone") return answer;
      this.forget([token]);
      forward = answer.state === "moved" ? answer.home : undefined;
    }
    throw unavailable();
  }
}
