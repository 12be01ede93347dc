import { describeError, Mutex, writeLog } from "@sedge/operator";
import type { Channel, Codeword, LinkToken, Retention } from "@sedge/protocol";
import * as v from "valibot";
import type { Retirement } from "../graph/carried-edges.ts";
import type { DrawnBallot, ErasedDraw } from "../graph/ballot-rows.ts";
import { Operation, type OperationKey, tokensOf } from "../operations/operation.ts";
import { Erasures } from "../sagas/erasure.ts";
import type { IdentityRules } from "../operations/identity-rules.ts";
import { Moves } from "../sagas/move.ts";
import { ShardSagas, type UnfinishedSagas } from "../sagas/shard-sagas.ts";
import type {
  BallotResult,
  Erased,
  Redirect,
  TooLarge,
  OperationResult,
  Place,
  ProfileSummary,
  StoredProfile,
  RecordResult,
  UncomparedRecords,
} from "../operations/results.ts";
import { PointerShard } from "./pointer-shard.ts";
import { smallestOf } from "../graph/profile.ts";
import { ProfileOperations } from "../operations/profile-operations.ts";
import { RecordIntakes } from "../sagas/record-intake.ts";
import { Intake, RecordRows, type StoredRecord } from "../records/record-rows.ts";
import { intakeDeps } from "../sagas/intake-deps.ts";
import { parseShardName, shardName, type ShardNumber } from "./shard-number.ts";
import type { ErasureRecord, Release, ShardPeer } from "./shard-peer.ts";
import { tokenDigest } from "../operations/short-memory.ts";
import { type ShardKind, ShardRetention } from "./shard-retention.ts";
import { PURGE_MS } from "./token-shard.ts";
import { RESUME_MS } from "../../triggers/trigger-shard.ts";
import type { EdgeEnv } from "../../settings.ts";

/**
 * One of a site's 16 identity shards (`idFromName("site/shard")`). It keeps the pointers of the tokens that hash to it,
 * the components that are at home in it, whose tokens may hash anywhere, and the records of its own tokens.
 *
 * - Methods for the Worker, one at a time, each after the unfinished moves and erasures of its own tokens: `place`, `placeNew`, `apply`,
 *   `applyNew`, `assign`, `carry`, `draw`, `read`, `erase`, and those of `TriggerShard`. They answer `moved` or `gone` where the profile is not at home
 *   here, and `waiting` where a saga of this very profile has failed. No other profile's saga holds them up.
 * - Methods for the Worker that wait for other shards, and so hold up none: `admit`, `withdraw`.
 * - Methods for the Worker about its own tokens alone: those of `TokenShard`; and `unfinishedSagas`, `retain`.
 * - Methods for the Worker and for other shards, local and immediate: those of {@link PointerShard} and {@link ShardPeer}.
 * - Storage: shard-schema.ts. Lifetime: that of the site. The alarm resumes sagas, deletes nonces after 10 minutes, results after 7 days.
 * - Invariants: a token has at most one pointer, made together with its own profile at its own shard; the shard it
 *   names has the token as a member, or a forward to the shard that does or is about to; a token is a member of at most
 *   one profile anywhere; components change shards by {@link Moves}, profiles end by {@link Erasures} alone; a record is
 *   listed in the index of blocks, or an intake or a note in `unindexed` says that this is not so yet.
 */
export class IdentityShard extends PointerShard implements ShardPeer {
  readonly #self: ShardNumber;
  readonly #moves: Moves;
  readonly #erasures: Erasures;
  readonly #sagas: ShardSagas;
  readonly #operations: ProfileOperations;
  readonly #records: RecordRows;
  readonly #intakes: RecordIntakes;
  readonly #retention: ShardRetention;
  readonly #mutex = new Mutex();

  constructor(context: DurableObjectState, env: EdgeEnv) {
    super(context, env);
    const { site, shard } = parseShardName(context.id.name);
    this.#self = shard;
    const peer = (other: ShardNumber): ShardPeer =>
      other === shard ? this : env.IDENTITY_SHARD.get(env.IDENTITY_SHARD.idFromName(shardName(site, other)));
    this.#records = new RecordRows(this.storage);
    this.#intakes = new RecordIntakes(this.#records, intakeDeps(env, site, peer));
    const saga = { storage: this.storage, rows: this.rows, self: shard, peer };
    this.#moves = new Moves(saga);
    this.#erasures = new Erasures(saga);
    this.#sagas = new ShardSagas(saga, this.#moves, this.#erasures, this.#mutex);
    this.#operations = new ProfileOperations(this.storage, this.rows, this.memory);
    const [sagas, records, intakes] = [this.#sagas, this.#records, this.#intakes];
    this.#retention = new ShardRetention({ storage: this.storage, rows: this.rows, sagas, records, intakes });
  }

  /** The same as `place` for a token of this shard, which is registered first. @param at - When the message was signed. */
  async placeNew(token: LinkToken, at: number): Promise<Place | Redirect | Erased> {
    return (await this.register(token, at)) === "erased" ? { state: "erased" } : this.place(token);
  }

  /** That the token's component is at home here, and what ranks it. */
  place(token: LinkToken): Promise<Place | Redirect> {
    return this.atHome(token, () => {
      const { components } = this.rows;
      const smallest = smallestOf(components.tokens(components.of(token))) ?? token;
      return { state: "done", token, home: this.#self, smallest };
    });
  }

  /**
   * Brings the components of all the operation's tokens here and follows it.
   * @param homes - Where each was last seen.
   * @param comparedWith - As {@link ProfileOperations.apply} takes it.
   */
  apply(
    operation: Operation,
    homes: readonly (readonly [LinkToken, ShardNumber])[],
    rules: IdentityRules,
    comparedWith?: readonly LinkToken[],
  ): Promise<ProfileSummary | TooLarge | UncomparedRecords | Redirect> {
    const wanted = [...operation.tokens, ...homes.map(([token]) => token)];
    return this.#after(wanted, async () => {
      const isAway = ([token, source]: (typeof homes)[number]) =>
        this.rows.of(token) === undefined && source !== this.#self;
      // The alarm resumes a move that does not come to its end. Without one there is only to tidy up.
      await this.alarms.scheduleWithin(homes.some(isAway) ? RESUME_MS : PURGE_MS);
      const kept = v.parse(Operation, operation);
      for (const [token, source] of homes) {
        if (!isAway([token, source])) continue;
        const result = await this.#sagas.bring(token, source);
        if (result === "too-large") return { state: "too-large" };
        if (result === "failed") return { state: "waiting" };
      }
      // Another record's profile may be held by a saga that this operation does not depend on.
      if (tokensOf(kept).some((token) => this.#sagas.isWaiting(token))) return { state: "waiting" };
      // What could not be brought has moved meanwhile: the caller looks again.
      const missing = wanted.find((token) => this.rows.of(token) === undefined);
      return missing === undefined ? this.#operations.apply(kept, rules, comparedWith) : this.#moves.redirect(missing);
    });
  }

  /** The same as `apply` for what is about one token of this shard, which is registered first. */
  async applyNew(
    operation: Operation,
    rules: IdentityRules,
    comparedWith?: readonly LinkToken[],
  ): Promise<ProfileSummary | TooLarge | UncomparedRecords | Redirect | Erased> {
    for (const token of operation.tokens) {
      if ((await this.register(token, operation.at)) === "erased") return { state: "erased" };
    }
    return this.apply(operation, [], rules, comparedWith);
  }

  /** Gives the edges of a token that is about to be dropped to its successor, as {@link ProfileOperations.carry} does. */
  carry(token: LinkToken, retirement: Retirement, rules: IdentityRules): Promise<{ state: "done" } | Redirect> {
    return this.atHome(token, () => this.#operations.carry(token, retirement, rules));
  }

  /** Takes in a record of this shard: writes it down, compares it, and links it. */
  async admit(intake: Intake): Promise<RecordResult> {
    const kept = v.parse(Intake, intake);
    if (await this.registration.isRecordGone(kept.record, kept.at)) return { state: "erased" };
    await this.alarms.scheduleWithin(RESUME_MS);
    // Stored before it is listed, so that similar records find it.
    this.pointers.register(kept.record, await tokenDigest(kept.record));
    this.#records.put(kept);
    return this.#intakes.finish(kept);
  }

  /** Deletes a token's record, registrations and landing links. The token itself stays in its profile. */
  async withdraw(token: LinkToken): Promise<void> {
    await this.alarms.scheduleWithin(RESUME_MS);
    this.storage.transactionSync(() => {
      this.#records.remove(token);
      this.registered.end(token, Math.floor(Date.now() / 1_000));
      this.landingLinks.forget(token);
    });
    await this.#intakes.clean([token]);
  }

  /** Keeps a channel's codeword. */
  async assign(
    token: LinkToken,
    channel: Channel,
    codeword: Codeword,
    key: OperationKey,
    rules: Pick<IdentityRules, "watched">,
  ): Promise<ProfileSummary | Redirect> {
    // The alarm plans the next look at what was seen.
    await this.alarms.scheduleWithin(PURGE_MS);
    return this.atHome(token, () => this.#operations.observe(token, channel, codeword, key, rules));
  }

  /** Draws the profile's one ballot of a round; none for a guest device. */
  async draw(token: LinkToken, draw: Omit<DrawnBallot, "token">): Promise<BallotResult | Redirect> {
    await this.alarms.scheduleWithin(PURGE_MS);
    return this.atHome(token, (profile) => ({
      state: "done",
      ballot: this.storage.transactionSync(() => this.rows.drawBallot(token, profile, draw)),
    }));
  }

  read(token: LinkToken): Promise<({ state: "done" } & StoredProfile) | Redirect> {
    return this.atHome(token, (profile) => ({ state: "done", ...this.rows.load(profile) }));
  }

  /** Erases the token's profile, here and in the shards of its tokens. */
  erase(
    token: LinkToken,
    key: OperationKey,
    at: number,
    rules: IdentityRules,
  ): Promise<({ state: "done" } & OperationResult) | Redirect> {
    return this.#after([token], async () => {
      await this.alarms.scheduleWithin(RESUME_MS);
      const profile = this.rows.of(token);
      if (profile === undefined) return this.#moves.redirect(token);
      const members = this.rows.members(profile);
      const erasure = this.#erasures.begin(token, key, at, rules);
      if (!(await this.#sagas.finishErasure(erasure.profile))) return { state: "waiting" };
      await this.#intakes.clean(members);
      return { state: "done", ...erasure.result };
    });
  }

  /** Remembers that an erasure found nothing, so that a repeat does not erase what came later. */
  async rememberErasure(key: OperationKey, result: OperationResult): Promise<void> {
    this.#erasures.remember(key, result);
    await this.alarms.scheduleWithin(PURGE_MS);
  }

  async release(move: string, token: LinkToken, destination: ShardNumber): Promise<Release> {
    const release = this.#moves.release(move, token, destination);
    await this.alarms.scheduleWithin(RESUME_MS);
    return release;
  }

  async settle(move: string, own: readonly LinkToken[], home: ShardNumber): Promise<void> {
    this.storage.transactionSync(() => {
      this.pointers.point(own, home);
      this.#moves.settle(move);
    });
  }

  async wants(move: string): Promise<boolean> {
    return this.#moves.wants(move);
  }

  async forget(
    tokens: readonly LinkToken[],
    digests: readonly string[],
    home: ShardNumber,
    at: number,
    record: ErasureRecord | null,
    draws: readonly ErasedDraw[],
  ): Promise<void> {
    await this.alarms.scheduleWithin(RESUME_MS);
    this.storage.transactionSync(() => this.#erasures.forget(tokens, digests, home, at, record, draws));
    await this.#intakes.clean(tokens);
  }

  async recordsOf(tokens: readonly LinkToken[]): Promise<StoredRecord[]> {
    return this.#records.read(tokens);
  }

  /** Ends some of what has passed its time by the site's schedule. True: there may be more. @param now - Seconds since 1970. */
  async retain(kind: ShardKind, periods: Retention, now: number): Promise<boolean> {
    await this.alarms.scheduleWithin(RESUME_MS);
    return this.#retention.run(kind, periods, now);
  }

  unfinishedSagas(): UnfinishedSagas {
    return this.#sagas.unfinished();
  }

  override async alarm(): Promise<void> {
    if (this.#retryInMs() !== undefined) writeLog({ event: "saga-resumed" });
    const steps = [
      async () => this.purge(Math.floor(Date.now() / 1_000)),
      () => this.#sagas.resume(),
      () => this.#intakes.resume(),
      () => this.pursueTriggers(),
      () => this.scheduleTriggers(),
    ];
    for (const step of steps) {
      // What fails here must not stop the steps that follow, nor the next alarm.
      await step().catch((error: unknown) => writeLog({ event: "saga-failed", ...describeError(error) }));
    }
    const [nextPurge, retryInMs] = [this.nextPurge(), this.#retryInMs()];
    if (retryInMs !== undefined) await this.alarms.scheduleWithin(Math.max(RESUME_MS, retryInMs));
    if (nextPurge !== undefined) await this.alarms.scheduleWithin(Math.max(PURGE_MS, nextPurge * 1_000 - Date.now()));
  }

  /** Runs `work` alone, when no saga holds the tokens. */
  #after<Result>(tokens: readonly LinkToken[], work: () => Promise<Result>): Promise<Result | Redirect> {
    return this.#mutex.run(async () => ((await this.#sagas.free(tokens)) ? work() : { state: "waiting" }));
  }

  /** Does at once what needs the token's profile and no other shard. */
  protected atHome<Done>(
    token: LinkToken,
    decide: (profile: number) => Done | Promise<Done>,
  ): Promise<Done | Redirect> {
    return this.#after([token], async () => {
      const profile = this.rows.of(token);
      return profile === undefined ? this.#moves.redirect(token) : decide(profile);
    });
  }

  /** Milliseconds until something that is unfinished may be tried; undefined if there is nothing. */
  #retryInMs(): number | undefined {
    const waits = [this.#sagas.retryInMs(), this.#intakes.retryInMs()].filter((ms) => ms !== undefined);
    return waits.length === 0 ? undefined : Math.min(...waits);
  }
}
