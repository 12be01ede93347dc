import type { BallotBody, Channel, Codeword, LinkToken, Nonce, OperationId, TokenKinds } from "@sedge/protocol";
import {
  type Operation,
  type LinkOperation,
  type RecordOperation,
  type Signed,
  operationKey,
} from "../operations/operation.ts";
import type { Retirement } from "../graph/carried-edges.ts";
import type { IdentityRules } from "../operations/identity-rules.ts";
import type {
  Applied,
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
  Unproven,
} from "../operations/results.ts";
import type { Intake, StoredRecord } from "../records/record-rows.ts";
import type { ErasureScope } from "../sagas/erasure.ts";
import type { ApplyScope } from "../operations/profile-operations.ts";
import { type ShardNumber, shardOf } from "../shard/shard-number.ts";
import { SiteShards, type ShardStub } from "./site-shards.ts";
import type { Entitlements } from "../shard/token-shard.ts";
import { type Admitted, Homes, lookPause, MAX_LOOKS, unavailable } from "./homes.ts";

const NOTHING: OperationResult = { tokens: 0, edges: 0, observations: 0 };

/** A site's identity: finds the shards that a request is about, and asks them. */
export class Identity {
  readonly shards: SiteShards;
  readonly #homes: Homes;
  readonly #rules: IdentityRules;

  constructor(env: ShardBindings, site: string, rules: IdentityRules) {
    this.shards = new SiteShards(env, site);
    this.#homes = new Homes(this.shards);
    this.#rules = rules;
  }

  /** Remembers a transmission, as {@link Homes.admit} does. */
  admit(tokens: readonly LinkToken[], nonce: Nonce, now: number, mayWait = false): Promise<Admitted> {
    return this.#homes.admit(tokens, nonce, now, mayWait);
  }

  /** Stores the nonce of an admitted transmission, if that waits for what the message does. @throws {Refusal} `replayed-request` */
  settle(): Promise<void> {
    return this.#homes.settle();
  }

  /** Takes in a record, compares it with those like it, and links it to what it is like and to its identifiers. */
  async record(
    [record, ...identifiers]: readonly [LinkToken, ...LinkToken[]],
    { channel, kinds = {}, fields }: Pick<Intake, "channel" | "fields"> & { readonly kinds?: TokenKinds | undefined },
    { operationId, at }: Signed,
  ): Promise<RecordResult> {
    const tokens = [record, ...identifiers].sort();
    const key = await operationKey(record, operationId);
    const intake = { record, key, operationId, at, tokens, kinds, channel, fields, rules: this.#rules };
    return this.shards.ownOf(record).admit(intake);
  }

  /** What others may do by tokens: which channels read, and which landing links are open. @param now - Seconds since 1970. */
  async entitlementsOf(tokens: readonly LinkToken[], now: number): Promise<Entitlements> {
    const found = await this.shards.ask(tokens, (shard, theirs) => shard.entitlementsOf(theirs, now));
    return {
      registered: found.flatMap(({ registered }) => registered),
      landingLinks: found.flatMap(({ landingLinks }) => landingLinks),
    };
  }

  /** Asks the home of a token that is known; undefined if it is not. */
  askHome<Done extends { readonly state: "done" }>(
    token: LinkToken,
    ask: (home: ShardStub) => Promise<Done | Redirect>,
  ): Promise<Done | undefined> {
    return this.#homes.ask<Done>(token, () => this.shards.ownOf(token).home(token), ask);
  }

  /**
   * Deletes a record's content, registrations, landing links and journey. Without consent it must not be compared or
   * reported.
   */
  async withdraw(token: LinkToken, at: number): Promise<void> {
    await this.settle();
    await this.shards.ownOf(token).withdraw(token, at);
    await this.askHome(token, (home) => home.silence(token));
  }

  /**
   * Applies a link or a record: moves the components of its tokens, and of similar records, to one shard, which stores it.
   * @param scope - `uncompared` if a record's component has others than these; `unproven` if a link joins profiles that no proof covers.
   */
  apply(operation: LinkOperation): Promise<ProfileSummary | TooLarge | Erased>;
  apply(operation: LinkOperation, scope: ApplyScope): Promise<ProfileSummary | TooLarge | Unproven | Erased>;
  apply(
    operation: RecordOperation,
    scope?: Pick<ApplyScope, "comparedWith">,
  ): Promise<ProfileSummary | TooLarge | UncomparedRecords | Erased>;
  async apply(
    operation: LinkOperation | RecordOperation,
    scope: ApplyScope = {},
  ): Promise<ProfileSummary | TooLarge | UncomparedRecords | Unproven | Erased> {
    const like = operation.action === "record" ? operation.likenesses.filter(({ weight }) => weight > 0) : [];
    if (like.length === 0 && operation.tokens.length === 1) {
      const answer = await this.#applyAlone(operation, scope);
      if (answer) return answer;
    }
    // From here on shards register and move what the message names.
    await this.settle();
    for (let look = 0; look < MAX_LOOKS; look++) {
      await lookPause(look);
      const [own, others] = await Promise.all([
        Promise.all(operation.tokens.map((token) => this.#place(token, operation.at))),
        Promise.all(like.map(({ other }) => this.askHome<Place>(other, (home) => home.place(other)))),
      ]);
      const places = [...own, ...others].flatMap((place) => place ?? []);
      const [first] = places;
      if (!first || own.includes(undefined)) return { state: "erased" };
      // The component with the smallest token takes the others in. This order is the same for every request, so that two
      // that meet never move a pair of components past each other.
      const target = places.reduce((best, place) => (place.smallest < best.smallest ? place : best), first);
      const homes = places.map(({ token, home }) => [token, home] as const);
      const answer = await this.#homes.call<Applied>(
        target.home,
        async (shard) => await shard.apply(operation, homes, this.#rules, scope),
      );
      if (answer.state === "waiting") break;
      if (answer.state !== "moved" && answer.state !== "gone") return answer;
      this.#homes.forget(operation.tokens);
    }
    throw unavailable();
  }

  /** Applies what is about one token at its home, which needs no other place; undefined if it is not there any more. */
  async #applyAlone(operation: LinkOperation | RecordOperation, scope: ApplyScope) {
    const [token] = operation.tokens;
    if (token === undefined) return undefined;
    const seen = this.#homes.seen(token);
    const rules = this.#rules;
    const answer = await this.#homes.call<Applied>(seen?.home ?? shardOf(token), async (shard, transmission) =>
      seen === undefined
        ? await shard.applyNew(operation, rules, { ...scope, transmission })
        : await shard.apply(operation, [], rules, { ...scope, transmission }),
    );
    if (answer.state !== "moved" && answer.state !== "gone" && answer.state !== "waiting") return answer;
    this.#homes.forget([token]);
    return undefined;
  }

  /** A new token is registered first; undefined if it was erased since `at`. */
  async #place(token: LinkToken, at: number): Promise<Place | undefined> {
    const seen = this.#homes.seen(token);
    // Its component may have changed since, as it may after any answer: the shard that applies the operation finds out.
    if (seen && seen.smallest !== null) return { state: "done", token, home: seen.home, smallest: seen.smallest };
    if (seen === undefined) {
      const placed = await this.shards.ownOf(token).placeNew(token, at);
      if (placed.state === "done") return placed;
      if (placed.state === "erased") return undefined;
    }
    return this.#homes.ask<Place>(
      token,
      () => this.#register(token, at),
      (home) => home.place(token),
    );
  }

  async #register(token: LinkToken, at: number): Promise<ShardNumber | undefined> {
    await this.settle();
    const home = await this.shards.ownOf(token).register(token, at);
    return home === "erased" ? undefined : home;
  }

  /** Stores a channel's codeword in the token's profile, which begins with it if there was none. */
  async assign(
    token: LinkToken,
    channel: Channel,
    codeword: Codeword,
    { operationId, at }: Signed,
  ): Promise<ProfileSummary | Erased> {
    const key = await operationKey(token, operationId);
    const answer = await this.#homes.change<ProfileSummary>(
      token,
      () => this.#register(token, at),
      (home, transmission) => home.assign(token, channel, codeword, key, this.#rules, transmission),
    );
    return answer ?? { state: "erased" };
  }

  /** Draws the one ballot of the token's profile in a round. @param until - When nobody asks any more, in seconds since 1970. */
  async draw(
    token: LinkToken,
    { round, blinded }: BallotBody,
    until: number,
    { operationId, at }: Signed,
  ): Promise<BallotResult | Erased> {
    const key = await operationKey(token, operationId);
    const answer = await this.#homes.ask<BallotResult>(
      token,
      () => this.#register(token, at),
      (home) => home.draw(token, { round, key, blinded, until }),
    );
    return answer ?? { state: "erased" };
  }

  /** Takes the token out of its profile; undefined if it is not known. */
  async unlink(token: LinkToken, { operationId, at }: Signed): Promise<ProfileSummary | undefined> {
    const key = await operationKey(token, operationId);
    return this.#applyToOne<never>({ action: "unlink", key, operationId, at, sequence: 0, tokens: [token], from: [] });
  }

  /**
   * Takes back what `target` has done, as far as the token was part of it; undefined if the token is not known.
   * @param proven - The tokens that the proof of control names; `unproven` where it brings profiles together that they do not cover.
   */
  async undo(
    token: LinkToken,
    target: OperationId,
    { operationId, at }: Signed,
    proven: ReadonlySet<LinkToken>,
  ): Promise<ProfileSummary | Unproven | undefined> {
    const key = await operationKey(token, operationId);
    const operation: Operation = { action: "undo", key, operationId, at, sequence: 0, tokens: [token], target };
    return this.#applyToOne<Unproven>(operation, { proven: [...proven] });
  }

  /** Gives the edges of a token that is about to be dropped to its successor, as they are. */
  async carry(token: LinkToken, retirement: Retirement): Promise<void> {
    await this.askHome<{ readonly state: "done" }>(token, (home) => home.carry(token, retirement, this.#rules));
  }

  /** Follows an operation that concerns one component, and that makes none larger. */
  async #applyToOne<Refused extends Unproven>(
    operation: Operation,
    scope: ApplyScope = {},
  ): Promise<ProfileSummary | Refused | undefined> {
    const [token] = operation.tokens;
    if (token === undefined) return undefined;
    const answer = await this.#homes.change<Exclude<Applied, Redirect | Erased>>(
      token,
      () => this.shards.ownOf(token).home(token),
      (home, transmission) => home.apply(operation, [], this.#rules, { ...scope, transmission }),
    );
    if (answer?.state === "too-large" || answer?.state === "uncompared") throw new RangeError("one token is no join");
    return answer as ProfileSummary | Refused | undefined;
  }

  /** Everything stored of the token's profile; undefined if it is not known. */
  async read(token: LinkToken): Promise<StoredProfile | undefined> {
    return this.#homes.ask<{ readonly state: "done" } & StoredProfile>(
      token,
      () => this.shards.ownOf(token).home(token),
      (home) => home.read(token),
    );
  }

  /** The content of the records among the tokens. */
  async recordsOf(tokens: readonly LinkToken[]): Promise<StoredRecord[]> {
    return (await this.shards.ask(tokens, (shard, theirs) => shard.recordsOf(theirs))).flat();
  }

  /** Erases the token's profile, or a part of it. If nothing is known, nothing is erased, and that result is stored. */
  async erase(
    token: LinkToken,
    { operationId, at }: Signed,
    scope: Omit<ErasureScope, "isAlone"> = {},
  ): Promise<OperationResult> {
    const own = this.shards.ownOf(token);
    const key = await operationKey(token, operationId);
    // At home in its own shard it is asked that with the erasure.
    const isAtHome = this.#homes.seen(token)?.home === shardOf(token);
    const before = isAtHome ? undefined : await own.erasureResult(key);
    if (before) return before;
    const answer = await this.#homes.change<{ readonly state: "done" } & OperationResult>(
      token,
      () => own.home(token),
      (home, transmission) => home.erase(token, key, at, this.#rules, scope, transmission),
    );
    if (answer) return answer;
    await this.settle();
    // Looking for an interrupted erasure may itself have finished it.
    const finished = await own.erasureResult(key);
    if (finished) return finished;
    await own.rememberErasure(key, NOTHING);
    return NOTHING;
  }
}
