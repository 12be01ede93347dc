import { describeError, writeLog } from "@sedge/operator";
import type { Channel, Codeword, LinkToken, Nonce, OperationId } from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import { Erasures } from "./erasure.ts";
import { Moves } from "./move.ts";
import type { Elsewhere, OperationKey, Outcome, Place, Standing, StoredProfile } from "./outcome.ts";
import { Pointers } from "./pointers.ts";
import { smallestOf } from "./profile.ts";
import { ProfileOperations } from "./profile-operations.ts";
import { ProfileRows } from "./profile-rows.ts";
import { parseShardName, shardName, type ShardNumber } from "./shard-number.ts";
import type { ErasureRecord, Release, ShardPeer } from "./shard-peer.ts";
import { SHARD_SCHEMA } from "./shard-schema.ts";
import { ShortMemory } from "./short-memory.ts";
import { Turn } from "./turn.ts";
import { Wake } from "./wake.ts";

/** How long an unfinished saga waits before the alarm resumes it. A request to the shard resumes it at once. */
const RESUME_MS = 2_000;
/** Alarms that only tidy up come at most this often. */
const PURGE_MS = 60_000;

export interface ShardEnv {
  readonly IDENTITY_SHARD: DurableObjectNamespace<IdentityShard>;
}

/**
 * One of a site's 16 identity shards (`idFromName("site/shard")`). It keeps the pointers of the tokens that hash to it,
 * and the profiles that are at home in it, whose tokens may hash anywhere.
 *
 * - Methods for the Worker, one at a time, each after every unfinished saga of the shard: `place`, `link`, `assign`,
 *   `unlink`, `read`, `erase`. They answer `moved` or `gone` where the profile is not at home here.
 * - Methods for the Worker and for other shards, local and immediate: `see`, `register`, `erasureOutcome`, and those of
 *   {@link ShardPeer}.
 * - Storage: shard-schema.ts.
 * - Lifetime: that of the site. The alarm resumes sagas, then deletes nonces after 10 minutes, outcomes after 7 days.
 * - Invariants: a token has at most one pointer, made together with its own profile at its own shard; the shard it
 *   names has the token as a member, or a forward to the shard that does or is about to; a token is a member of at most
 *   one profile anywhere; profiles change shards by {@link Moves} and end by {@link Erasures} alone.
 */
export class IdentityShard extends DurableObject<ShardEnv> implements ShardPeer {
  readonly #self: ShardNumber;
  readonly #storage: DurableObjectStorage;
  readonly #rows: ProfileRows;
  readonly #pointers: Pointers;
  readonly #moves: Moves;
  readonly #erasures: Erasures;
  readonly #memory: ShortMemory;
  readonly #operations: ProfileOperations;
  readonly #wake: Wake;
  readonly #turn = new Turn();

  constructor(context: DurableObjectState, env: ShardEnv) {
    super(context, env);
    const { site, shard } = parseShardName(context.id.name);
    this.#self = shard;
    this.#storage = context.storage;
    this.#storage.sql.exec(SHARD_SCHEMA);
    this.#wake = new Wake(this.#storage);
    const peer = (other: ShardNumber): ShardPeer =>
      other === shard ? this : env.IDENTITY_SHARD.get(env.IDENTITY_SHARD.idFromName(shardName(site, other)));
    this.#rows = new ProfileRows(this.#storage.sql);
    this.#pointers = new Pointers(this.#storage, this.#rows, shard);
    this.#moves = new Moves(this.#storage, this.#rows, shard, peer);
    this.#erasures = new Erasures(this.#storage, this.#rows, shard, peer);
    this.#memory = new ShortMemory(this.#storage.sql);
    this.#operations = new ProfileOperations(this.#storage, this.#rows, this.#memory);
  }

  /** Remembers a nonce for the tokens of this shard. False if it was seen before: a replay. */
  async see(nonce: Nonce, now: number): Promise<boolean> {
    const fresh = this.#memory.see(nonce, now);
    await this.#wake.within(PURGE_MS);
    return fresh;
  }

  /** The home of a token of this shard; undefined if it has none. */
  home(token: LinkToken): ShardNumber | undefined {
    return this.#pointers.home(token);
  }

  /** The home of a token of this shard, which becomes a profile of its own if it has none. */
  register(token: LinkToken): ShardNumber {
    return this.#pointers.register(token);
  }

  /** That the token's profile is at home here, and the smallest of its tokens, by which two profiles are ordered. */
  place(token: LinkToken): Promise<Place | Elsewhere> {
    return this.#atHome(token, (profile) => ({
      state: "done",
      home: this.#self,
      smallest: smallestOf(this.#rows.members(profile)) ?? token,
    }));
  }

  /** Brings the profiles of all tokens here and makes them one. `homes`: where each was last seen. */
  link(
    tokens: readonly [LinkToken, ...LinkToken[]],
    homes: readonly ShardNumber[],
    operationId: OperationId,
    key: OperationKey,
  ): Promise<Standing | Elsewhere> {
    return this.#after(async () => {
      await this.#wake.within(RESUME_MS);
      for (const [index, token] of tokens.entries()) {
        const source = homes[index];
        if (this.#rows.of(token) !== undefined || source === undefined || source === this.#self) continue;
        await this.#moves.finish(this.#moves.begin(token, source));
      }
      // What could not be brought has moved meanwhile: the caller looks again.
      if (tokens.some((token) => this.#rows.of(token) === undefined)) return this.#moves.elsewhere(tokens[0]);
      return this.#operations.join(tokens, operationId, key);
    });
  }

  /** Keeps a channel's codeword. */
  assign(token: LinkToken, channel: Channel, codeword: Codeword, key: OperationKey): Promise<Standing | Elsewhere> {
    return this.#atHome(token, () => this.#operations.observe(token, channel, codeword, key));
  }

  /** Takes the token out of its profile. */
  unlink(token: LinkToken, key: OperationKey): Promise<Standing | Elsewhere> {
    return this.#atHome(token, () => this.#operations.part(token, key));
  }

  read(token: LinkToken): Promise<({ state: "done" } & StoredProfile) | Elsewhere> {
    return this.#atHome(token, (profile) => ({ state: "done", ...this.#rows.load(profile) }));
  }

  /** Erases the token's profile, here and in the shards of its tokens. */
  erase(token: LinkToken, key: OperationKey): Promise<({ state: "done" } & Outcome) | Elsewhere> {
    return this.#after(async () => {
      await this.#wake.within(RESUME_MS);
      const profile = this.#rows.of(token);
      if (profile === undefined) return this.#moves.elsewhere(token);
      const outcome = this.#erasures.begin(profile, token, key);
      await this.#erasures.finish(profile);
      return { state: "done", ...outcome };
    });
  }

  /** What an erasure signed by a token of this shard did; undefined if there was none. */
  erasureOutcome(key: OperationKey): Outcome | undefined {
    return this.#memory.outcomeOf(key);
  }

  /** Remembers that an erasure found nothing, so that a repeat does not erase what came later. */
  async rememberErasure(key: OperationKey, outcome: Outcome): Promise<void> {
    this.#erasures.remember(key, outcome);
    await this.#wake.within(PURGE_MS);
  }

  async release(move: string, token: LinkToken, destination: ShardNumber): Promise<Release> {
    const release = this.#moves.release(move, token, destination);
    await this.#wake.within(RESUME_MS);
    return release;
  }

  async settle(move: string): Promise<void> {
    this.#moves.settle(move);
  }

  async wants(move: string): Promise<boolean> {
    return this.#moves.wants(move);
  }

  async point(tokens: readonly LinkToken[], home: ShardNumber): Promise<void> {
    this.#pointers.point(tokens, home);
  }

  async forget(tokens: readonly LinkToken[], home: ShardNumber, record: ErasureRecord | null): Promise<void> {
    this.#storage.transactionSync(() => this.#erasures.forget(tokens, home, record));
    await this.#wake.within(PURGE_MS);
  }

  override async alarm(): Promise<void> {
    this.#memory.purge(Math.floor(Date.now() / 1_000));
    try {
      if (this.#isUnfinished()) writeLog({ event: "saga-resumed" });
      await this.#after(async () => undefined);
    } catch (error) {
      writeLog({ event: "saga-failed", ...describeError(error) });
    }
    const nextPurge = this.#memory.nextPurge();
    if (this.#isUnfinished()) await this.#wake.within(RESUME_MS);
    else if (nextPurge !== undefined) await this.#wake.within(Math.max(PURGE_MS, nextPurge * 1_000 - Date.now()));
  }

  /** Runs `work` alone, when no saga that this shard drives is unfinished and what left it in vain is back. */
  #after<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turn.take(async () => {
      for (const move of this.#moves.pending()) await this.#moves.finish(move);
      for (const profile of this.#erasures.pending()) await this.#erasures.finish(profile);
      await this.#moves.reclaim();
      return work();
    });
  }

  /** Does at once what needs the token's profile and no other shard. */
  #atHome<Done>(token: LinkToken, decide: (profile: number) => Done): Promise<Done | Elsewhere> {
    return this.#after(async () => {
      const profile = this.#rows.of(token);
      return profile === undefined ? this.#moves.elsewhere(token) : decide(profile);
    });
  }

  #isUnfinished(): boolean {
    return this.#moves.pending().length > 0 || this.#moves.hasDepartures() || this.#erasures.pending().length > 0;
  }
}
