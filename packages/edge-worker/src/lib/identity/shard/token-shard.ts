import { migrateSchema, AlarmScheduler } from "@sedge/operator";
import { type Channel, type KeyEpoch, LinkToken, type Nonce } from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { LandingLinkRows, type OpenLandingLink, type AcceptedLandingLink } from "./landing-link-rows.ts";
import type { OperationKey } from "../operations/operation.ts";
import type { OperationResult } from "../operations/results.ts";
import { ShardNumber } from "./shard-number.ts";
import { SHARD_STEPS } from "./shard-schema.ts";
import { SHARD_TABLES } from "./shard-tables.ts";
import { ShortMemory } from "../operations/short-memory.ts";
import { TokenEpochs } from "./token-epochs.ts";
import { type Registration, type KnownBy, type RegisteredToken, RegisteredTokens } from "./registered-tokens.ts";

/** Alarms that only tidy up come at most this often. */
export const PURGE_MS = 60_000;

const HomeRow = v.strictObject({ token: LinkToken, home: ShardNumber, smallest: v.nullable(LinkToken) });
/** Where a token's profile is at home; `smallest` of the tokens of its component, if that is the token's own shard. */
export type SeenHome = v.InferOutput<typeof HomeRow>;

/** A signed message on its way: its nonce, and when it came, in seconds since 1970. */
export interface Transmission {
  readonly nonce: Nonce;
  readonly now: number;
}

/** Whether a transmission is new, and where those of its signers that are registered have their profiles. */
export interface Admission {
  readonly isFresh: boolean;
  /** Whether the nonce is stored. Otherwise what the message asks of this shard stores it, in the same commit. */
  readonly isKept: boolean;
  readonly homes: readonly SeenHome[];
}

/** What others may do by tokens of a shard. */
export interface Entitlements {
  /** Channels that may read by them. */
  readonly registered: readonly KnownBy[];
  /** Links by which a device may be joined to them. */
  readonly landingLinks: readonly OpenLandingLink[];
}

/**
 * The part of an identity shard that concerns its own tokens alone, wherever their profiles are at home: transmissions seen, key
 * epochs, which channels have registered a token, landing links to it.
 *
 * - Methods, all local and immediate: `see`, `admitNonce`, `noteEpoch`, `raiseFloor`, `tokensOf`, `countOf`, `registerForChannel`, `knownBy`, `confirmedBy`, `registeredPage`, `entitlementsOf`,
 *   `placeLandingLink`, `landingLinkPlace`, `offerLandingLink`, `acceptLandingLink`, `finishLandingLink`, `erasureResult`.
 * - Storage: shard-tables.ts, and that of {@link TokenEpochs}, {@link RegisteredTokens} and {@link LandingLinkRows}, whose rows go with
 *   the token's pointer.
 */
export class TokenShard<Env> extends DurableObject<Env> {
  protected readonly storage: DurableObjectStorage;
  protected readonly memory: ShortMemory;
  protected readonly alarms: AlarmScheduler;
  protected readonly registered: RegisteredTokens;
  protected readonly landingLinks: LandingLinkRows;
  protected readonly epochs: TokenEpochs;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.storage = context.storage;
    const { sql } = context.storage;
    migrateSchema(context.storage, "identity-shard", SHARD_STEPS, SHARD_TABLES);
    this.alarms = new AlarmScheduler(context.storage);
    this.memory = new ShortMemory(context.storage);
    this.epochs = new TokenEpochs(context.storage);
    this.registered = new RegisteredTokens(sql);
    this.landingLinks = new LandingLinkRows(sql);
  }

  /** Remembers a nonce for the tokens of this shard. False if it was seen before: a replay. */
  async see(nonce: Nonce, now: number): Promise<boolean> {
    // Before anything is written, so that all is one commit.
    await this.alarms.scheduleWithin(PURGE_MS);
    return this.memory.see(nonce, now);
  }

  /**
   * The same, and where those of the shard's own tokens that are registered have their profiles.
   * @param self - This shard, where the nonce may be stored with what the message does here, if its one signer is at home here or new; else
   *   null.
   */
  async admitNonce(
    { nonce, now }: Transmission,
    tokens: readonly LinkToken[],
    self: ShardNumber | null,
  ): Promise<Admission> {
    const query = `SELECT token, home, (SELECT min(other.token) FROM members AS other
        WHERE other.component = (SELECT component FROM members WHERE members.token = pointers.token)) AS smallest
      FROM pointers WHERE token IN (SELECT value FROM json_each(?))`;
    const rows = this.storage.sql.exec(query, JSON.stringify(tokens)).toArray();
    const homes = rows.map((row) => v.parse(HomeRow, row));
    const isKept = self === null || tokens.length > 1 || homes.some(({ home }) => home !== self);
    return { isFresh: isKept ? await this.see(nonce, now) : !this.memory.isSeen(nonce), isKept, homes };
  }

  /** The key epoch of a token of this shard, of which its holder names one. Stores nothing. */
  noteEpoch(token: LinkToken, named: KeyEpoch): KeyEpoch | "retired" {
    const epoch = this.epochs.of(token, named);
    return epoch < this.epochs.floor() ? "retired" : epoch;
  }

  /** From now on, tokens of older epochs are neither registered nor used. */
  async raiseFloor(floor: KeyEpoch): Promise<void> {
    this.epochs.raise(floor);
  }

  /** Some of this shard's own tokens that are of a key epoch, at most `limit`. */
  tokensOf(epoch: KeyEpoch, limit: number): LinkToken[] {
    return this.epochs.tokens(epoch, limit);
  }

  countOf(epoch: KeyEpoch): number {
    return this.epochs.count(epoch);
  }

  /** Registers tokens for a channel. */
  async registerForChannel(registrations: readonly Registration[], channel: Channel): Promise<void> {
    this.registered.register(registrations, channel);
  }

  /** Those of the tokens that the channel has registered. */
  async knownBy(tokens: readonly LinkToken[], channel: Channel): Promise<LinkToken[]> {
    const registered = this.registered.of(tokens).filter((one) => one.channel === channel);
    return registered.map(({ token }) => token);
  }

  /** Those of the tokens whose people the channel may erase: it has registered them, or had until they were withdrawn. */
  async confirmedBy(tokens: readonly LinkToken[], channel: Channel): Promise<LinkToken[]> {
    return this.registered.confirmed(tokens, channel);
  }

  /** The channel's registered tokens after `after`, at most `limit`. */
  async registeredPage(channel: Channel, after: LinkToken | null, limit: number): Promise<RegisteredToken[]> {
    return this.registered.page(channel, after, limit);
  }

  async entitlementsOf(tokens: readonly LinkToken[], now: number): Promise<Entitlements> {
    return { registered: this.registered.of(tokens), landingLinks: this.landingLinks.open(tokens, now) };
  }

  /** At the landing link's own shard. */
  async placeLandingLink(token: LinkToken, shard: ShardNumber, until: number): Promise<void> {
    this.landingLinks.place(token, shard, until);
    await this.alarms.scheduleWithin(PURGE_MS);
  }

  /** The shard of the landing link's recipient. */
  landingLinkPlace(token: LinkToken): ShardNumber | undefined {
    return this.landingLinks.placeOf(token);
  }

  /** Runs at the recipient's shard, as do the next three. */
  async offerLandingLink(landingLink: OpenLandingLink, at: number): Promise<void> {
    this.storage.transactionSync(() => this.landingLinks.offer(landingLink, at));
    await this.alarms.scheduleWithin(PURGE_MS);
  }

  async acceptLandingLink(token: LinkToken, key: OperationKey, now: number): Promise<AcceptedLandingLink> {
    return this.storage.transactionSync(() => this.landingLinks.accept(token, key, now));
  }

  async finishLandingLink(token: LinkToken): Promise<void> {
    this.landingLinks.finish(token);
  }

  /** Deletes what has passed its time. @param now - Seconds since 1970. */
  protected purge(now: number): void {
    this.memory.purge(now);
    this.landingLinks.purge(now);
    this.registered.purge(now);
  }

  /** When something next passes its time, in seconds since 1970; undefined if nothing is remembered. */
  protected nextPurge(): number | undefined {
    const due = [this.memory.nextPurge(), this.landingLinks.nextPurge(), this.registered.nextPurge()].filter(
      (at) => at !== undefined,
    );
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  /** What an erasure signed by a token of this shard did; undefined if there was none. */
  erasureResult(key: OperationKey): OperationResult | undefined {
    return this.memory.resultOf(key);
  }
}
