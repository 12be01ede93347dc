import { describeError, writeLog } from "@sedge/operator";
import type { Channel, Codeword, LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import type { Retirement } from "../graph/carried-edges.ts";
import type { DrawnBallot } from "../graph/ballot-rows.ts";
import { Operation, type OperationKey, tokensOf } from "../operations/operation.ts";
import type { IdentityRules } from "../operations/identity-rules.ts";
import type { ApplyScope } from "../operations/profile-operations.ts";
import type {
  BallotResult,
  Erased,
  Redirect,
  Replayed,
  TooLarge,
  OperationResult,
  Place,
  ProfileSummary,
  StoredProfile,
  RecordResult,
  UncomparedRecords,
  Unproven,
} from "../operations/results.ts";
import { SagaShard } from "./saga-shard.ts";
import { smallestOf } from "../graph/profile.ts";
import { Intake } from "../records/record-rows.ts";
import type { ShardNumber } from "./shard-number.ts";
import { tokenDigest } from "../operations/short-memory.ts";
import { PURGE_MS, type Transmission } from "./token-shard.ts";
import type { ErasureScope } from "../sagas/erasure.ts";
import { RESUME_MS } from "../../triggers/trigger-shard.ts";

const REPLAYED: Replayed = { state: "replayed" };

/** How an operation is applied. */
interface ApplyOptions extends ApplyScope {
  /** If its nonce is not stored yet. */
  readonly transmission?: Transmission | undefined;
}

/**
 * One of a site's 16 identity shards (`idFromName("site/shard")`). It keeps the pointers of the tokens that hash to it,
 * the components that are at home in it, whose tokens may hash anywhere, and the records of its own tokens.
 *
 * - Methods for the Worker, one at a time, each after the unfinished moves and erasures of its own tokens: `place`, `placeNew`, `apply`,
 *   `applyNew`, `assign`, `carry`, `draw`, `read`, `erase`, and those of `TriggerShard`. They answer `moved` or `gone` where the profile is not at home
 *   here, and `waiting` where a saga of this very profile has failed. No other profile's saga holds them up.
 * - Methods for the Worker that wait for other shards, and so hold up none: `admit`, `withdraw`.
 * - Methods for the Worker about its own tokens alone: those of `TokenShard`; and `unfinishedSagas`, `retain`.
 * - Methods for the Worker and for other shards, local and immediate: those of `JournalShard` and `ShardPeer`.
 * - Storage: shard-tables.ts. Lifetime: that of the site. The alarm resumes sagas, deletes nonces after 10 minutes, results after 7 days.
 * - Invariants: a token has at most one pointer, made together with its own profile at its own shard; the shard it
 *   names has the token as a member, or a forward to the shard that does or is about to; a token is a member of at most
 *   one profile anywhere; components change shards by `Moves`, profiles end by `Erasures` alone; a record is
 *   listed in the index of blocks, or an intake or a note in `unindexed` says that this is not so yet.
 */
export class IdentityShard extends SagaShard {
  /** The same as `place` for a token of this shard, which is registered first. @param at - When the message was signed. */
  async placeNew(token: LinkToken, at: number): Promise<Place | Redirect | Erased> {
    return (await this.register(token, at)) === "erased" ? { state: "erased" } : this.place(token);
  }

  /** That the token's component is at home here, and what ranks it. */
  place(token: LinkToken): Promise<Place | Redirect> {
    return this.atHome(token, () => {
      const { components } = this.rows;
      const smallest = smallestOf(components.tokens(components.of(token))) ?? token;
      return { state: "done", token, home: this.self, smallest };
    });
  }

  /**
   * Brings the components of all the operation's tokens here and follows it.
   * @param homes - Where each was last seen.
   * @param options - As `ProfileOperations.apply` takes them.
   */
  apply(
    operation: Operation,
    homes: readonly (readonly [LinkToken, ShardNumber])[],
    rules: IdentityRules,
    { transmission, ...scope }: ApplyOptions = {},
  ): Promise<ProfileSummary | TooLarge | UncomparedRecords | Unproven | Redirect | Replayed> {
    const wanted = [...operation.tokens, ...homes.map(([token]) => token)];
    return this.#after(wanted, async () => {
      const isAway = ([token, source]: (typeof homes)[number]) =>
        this.rows.of(token) === undefined && source !== this.self;
      // The alarm resumes a move that does not come to its end. Without one there is only to tidy up.
      await this.alarms.scheduleWithin(homes.some(isAway) ? RESUME_MS : PURGE_MS);
      const kept = v.parse(Operation, operation);
      for (const [token, source] of homes) {
        if (!isAway([token, source])) continue;
        const result = await this.sagas.bring(token, source);
        if (result === "too-large") return { state: "too-large" };
        if (result === "failed") return { state: "waiting" };
      }
      // Another record's profile may be held by a saga that this operation does not depend on.
      if (tokensOf(kept).some((token) => this.sagas.isWaiting(token))) return { state: "waiting" };
      // What could not be brought has moved meanwhile: the caller looks again.
      const missing = wanted.find((token) => this.rows.of(token) === undefined);
      if (missing !== undefined) return this.moves.redirect(missing);
      return this.#isReplay(transmission) ? REPLAYED : this.operations.apply(kept, rules, scope);
    });
  }

  /** The same as `apply` for what is about one token of this shard, which is registered first. */
  async applyNew(
    operation: Operation,
    rules: IdentityRules,
    options: ApplyOptions = {},
  ): Promise<ProfileSummary | TooLarge | UncomparedRecords | Unproven | Redirect | Replayed | Erased> {
    for (const token of operation.tokens) {
      if ((await this.register(token, operation.at)) === "erased") return { state: "erased" };
    }
    return this.apply(operation, [], rules, options);
  }

  /** Gives the edges of a token that is about to be dropped to its successor, as `ProfileOperations.carry` does. */
  carry(token: LinkToken, retirement: Retirement, rules: IdentityRules): Promise<{ state: "done" } | Redirect> {
    return this.atHome(token, () => this.operations.carry(token, retirement, rules));
  }

  /** Takes in a record of this shard: writes it down, compares it, and links it. */
  async admit(intake: Intake): Promise<RecordResult> {
    const kept = v.parse(Intake, intake);
    if (await this.registration.isRecordGone(kept.record, kept.at)) return { state: "erased" };
    await this.alarms.scheduleWithin(RESUME_MS);
    // Stored before it is listed, so that similar records find it.
    this.pointers.register(kept.record, await tokenDigest(kept.record));
    this.records.put(kept);
    return this.intakes.finish(kept);
  }

  /** Keeps a channel's codeword. */
  async assign(
    token: LinkToken,
    channel: Channel,
    codeword: Codeword,
    key: OperationKey,
    rules: Pick<IdentityRules, "watched">,
    transmission?: Transmission,
  ): Promise<ProfileSummary | Redirect | Replayed> {
    // The alarm plans the next look at what was seen.
    await this.alarms.scheduleWithin(PURGE_MS);
    return this.atHome(token, () =>
      this.#isReplay(transmission) ? REPLAYED : this.operations.observe(token, channel, codeword, key, rules),
    );
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

  /**
   * Erases the token's profile, or of it what a proof of control speaks for, here and in the shards of its tokens. A repeat of what has
   * erased one of this shard's own tokens is answered as before.
   */
  async erase(
    token: LinkToken,
    key: OperationKey,
    at: number,
    rules: IdentityRules,
    { kind = "erased", part }: Omit<ErasureScope, "isAlone"> = {},
    transmission?: Transmission,
  ): Promise<({ state: "done" } & OperationResult) | Redirect | Replayed> {
    const before = this.erasureResult(key);
    if (before) return this.#isReplay(transmission) ? REPLAYED : { state: "done", ...before };
    if (kind !== "none") await this.prepareErasure(this.rows.members(this.rows.of(token) ?? 0));
    return this.#after([token], async () => {
      await this.alarms.scheduleWithin(RESUME_MS);
      const profile = this.rows.of(token);
      if (profile === undefined) return this.moves.redirect(token);
      if (this.#isReplay(transmission)) return REPLAYED;
      const members = this.rows.members(profile);
      const erasure = this.erasures.begin(token, key, at, rules, { kind, part });
      if (!(await this.sagas.finishErasure(erasure.profile))) return { state: "waiting" };
      await this.intakes.clean(members);
      await this.pushTombstones();
      return { state: "done", ...erasure.result };
    });
  }

  override async alarm(): Promise<void> {
    if (this.retryInMs() !== undefined) writeLog({ event: "saga-resumed" });
    const isReady = await this.ready().then(
      () => true,
      (error: unknown) => writeLog({ event: "saga-failed", ...describeError(error) }),
    );
    if (isReady !== true) return this.alarms.scheduleWithin(PURGE_MS);
    const steps = [
      () => this.mirror.push(),
      () => this.prepareErasure(this.erasures.journalled()),
      async () => this.purge(Math.floor(Date.now() / 1_000)),
      () => this.sagas.resume(),
      () => this.intakes.resume(),
      () => this.pursueTriggers(),
      () => this.scheduleTriggers(),
    ];
    for (const step of steps) {
      // What fails here must not stop the steps that follow, nor the next alarm.
      await step().catch((error: unknown) => writeLog({ event: "saga-failed", ...describeError(error) }));
    }
    const [nextPurge, retryInMs] = [this.nextPurge(), this.retryInMs()];
    if (retryInMs !== undefined) await this.alarms.scheduleWithin(Math.max(RESUME_MS, retryInMs));
    if (nextPurge !== undefined) await this.alarms.scheduleWithin(Math.max(PURGE_MS, nextPurge * 1_000 - Date.now()));
  }

  /** Stores the nonce of a transmission that was not stored when it was admitted, with what follows in the same commit. True for a replay. */
  #isReplay(transmission: Transmission | undefined): boolean {
    return transmission !== undefined && !this.memory.see(transmission.nonce, transmission.now);
  }

  /** Runs `work` alone, when no saga holds the tokens. */
  async #after<Result>(tokens: readonly LinkToken[], work: () => Promise<Result>): Promise<Result | Redirect> {
    await this.ready();
    return this.mutex.run(async () => ((await this.sagas.free(tokens)) ? work() : { state: "waiting" }));
  }

  /** Does at once what needs the token's profile and no other shard. */
  protected atHome<Done>(
    token: LinkToken,
    decide: (profile: number) => Done | Promise<Done>,
  ): Promise<Done | Redirect> {
    return this.#after([token], async () => {
      const profile = this.rows.of(token);
      return profile === undefined ? this.moves.redirect(token) : decide(profile);
    });
  }
}
