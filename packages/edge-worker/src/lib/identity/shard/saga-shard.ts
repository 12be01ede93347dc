import { Mutex } from "@sedge/operator";
import { type LinkToken, OperationId, type Retention } from "@sedge/protocol";
import * as v from "valibot";
import type { EdgeEnv } from "../../settings.ts";
import { RESUME_MS } from "../../triggers/trigger-shard.ts";
import type { ErasedDraw } from "../graph/ballot-rows.ts";
import { USUAL_RULES } from "../operations/identity-rules.ts";
import { type OperationKey, operationKey } from "../operations/operation.ts";
import { ProfileOperations } from "../operations/profile-operations.ts";
import type { OperationResult, Redirect } from "../operations/results.ts";
import { tokenDigest } from "../operations/short-memory.ts";
import { RecordRows, type StoredRecord } from "../records/record-rows.ts";
import { Erasures } from "../sagas/erasure.ts";
import { intakeDeps } from "../sagas/intake-deps.ts";
import { Moves } from "../sagas/move.ts";
import { RecordIntakes } from "../sagas/record-intake.ts";
import { ShardSagas, type UnfinishedSagas } from "../sagas/shard-sagas.ts";
import { JournalShard } from "./journal-shard.ts";
import { parseShardName, shardName, type ShardNumber, shardOf } from "./shard-number.ts";
import type { ErasureRecord, Release, ShardPeer } from "./shard-peer.ts";
import { type ShardKind, ShardRetention } from "./shard-retention.ts";
import { PURGE_MS } from "./token-shard.ts";
import type { ErasureKind, TombstoneKind } from "./tombstones.ts";

/**
 * The part of an identity shard that takes part in sagas: what one shard asks of another ({@link ShardPeer}), and what ends data: withdrawals,
 * the schedule, and what a restored database has to do again.
 *
 * - Methods: those of {@link ShardPeer}; `withdraw`, `rememberErasure`, `retain`, `unfinishedSagas` for the Worker.
 * - Storage: that of {@link Moves}, {@link Erasures} and {@link RecordIntakes}.
 */
export abstract class SagaShard extends JournalShard implements ShardPeer {
  protected readonly self: ShardNumber;
  protected readonly moves: Moves;
  protected readonly erasures: Erasures;
  protected readonly sagas: ShardSagas;
  protected readonly operations: ProfileOperations;
  protected readonly records: RecordRows;
  protected readonly intakes: RecordIntakes;
  protected readonly mutex = new Mutex();

  constructor(context: DurableObjectState, env: EdgeEnv) {
    super(context, env);
    const { site, shard } = parseShardName(context.id.name);
    this.self = shard;
    const peer = (other: ShardNumber): ShardPeer => this.peer(other);
    this.records = new RecordRows(this.storage);
    this.intakes = new RecordIntakes(this.records, intakeDeps(env, site, peer));
    const saga = { storage: this.storage, rows: this.rows, self: shard, peer };
    this.moves = new Moves(saga);
    this.erasures = new Erasures(saga);
    this.sagas = new ShardSagas(saga, this.moves, this.erasures, this.mutex);
    this.operations = new ProfileOperations(this.storage, this.rows, this.memory);
  }

  protected peer(shard: ShardNumber): ShardPeer {
    const { IDENTITY_SHARD } = this.env;
    const { site } = parseShardName(this.ctx.id.name);
    return shard === this.self ? this : IDENTITY_SHARD.get(IDENTITY_SHARD.idFromName(shardName(site, shard)));
  }

  /** Deletes a token's record, registrations and landing links. The token itself stays in its profile. @param at - When it was signed. */
  async withdraw(token: LinkToken, at: number): Promise<void> {
    await this.catchUp();
    const digest = await tokenDigest(token);
    this.storage.transactionSync(() => this.tombstones.add(digest, "withdrawn", at));
    await this.endRights(token, Math.floor(Date.now() / 1_000));
    await this.pushTombstones();
  }

  protected async endRights(token: LinkToken, at: number): Promise<void> {
    await this.alarms.scheduleWithin(RESUME_MS);
    this.storage.transactionSync(() => {
      this.records.remove(token);
      this.registered.end(token, at);
      this.landingLinks.forget(token);
    });
    await this.intakes.clean([token]);
  }

  async endPart(token: LinkToken, kind: TombstoneKind, at: number): Promise<{ state: "done" } | Redirect> {
    return this.mutex.run(async () => {
      if (!(await this.sagas.free([token]))) return { state: "waiting" };
      if (this.rows.of(token) === undefined) return this.moves.redirect(token);
      if (kind === "withdrawn") {
        // Of the digest, so that a repeat is the same operation.
        const operationId = v.parse(OperationId, `${(await tokenDigest(token)).slice(0, 21)}A`);
        this.operations.leave(token, at, await operationKey(token, operationId), operationId);
        return { state: "done" };
      }
      const key = await operationKey(token, `erased ${at}` as OperationId);
      const erasure = this.erasures.begin(token, key, at, USUAL_RULES, { kind: "none", isAlone: true });
      return (await this.sagas.finishErasure(erasure.profile)) ? { state: "done" } : { state: "waiting" };
    });
  }

  /** Brings the shards of tokens up to date that are about to be erased: each journals the erasure of its own. Not inside the mutex. */
  protected async prepareErasure(tokens: readonly LinkToken[]): Promise<void> {
    await Promise.all([...new Set(tokens.map(shardOf))].map((shard) => this.peer(shard).catchUp()));
  }

  /** Remembers that an erasure found nothing, so that a repeat does not erase what came later. */
  async rememberErasure(key: OperationKey, result: OperationResult): Promise<void> {
    this.erasures.remember(key, result);
    await this.alarms.scheduleWithin(PURGE_MS);
  }

  async release(move: string, token: LinkToken, destination: ShardNumber): Promise<Release> {
    // Before anything is written, so that all is one commit.
    await this.alarms.scheduleWithin(RESUME_MS);
    return this.moves.release(move, token, destination);
  }

  async settle(move: string, own: readonly LinkToken[], home: ShardNumber): Promise<void> {
    this.storage.transactionSync(() => {
      this.pointers.point(own, home);
      this.moves.settle(move);
    });
  }

  async wants(move: string): Promise<boolean> {
    return this.moves.wants(move);
  }

  async forget(
    tokens: readonly LinkToken[],
    digests: readonly string[],
    home: ShardNumber,
    at: number,
    record: ErasureRecord | null,
    draws: readonly ErasedDraw[],
    kind: ErasureKind,
  ): Promise<void> {
    if (kind !== "none") this.expectCaughtUp();
    await this.alarms.scheduleWithin(RESUME_MS);
    this.storage.transactionSync(() => this.erasures.forget(tokens, digests, home, at, record, draws, kind));
    await this.intakes.clean(tokens);
    if (kind !== "none") await this.pushTombstones();
  }

  async recordsOf(tokens: readonly LinkToken[]): Promise<StoredRecord[]> {
    return this.records.read(tokens);
  }

  /** Ends some of what has passed its time by the site's schedule. True: there may be more. @param now - Seconds since 1970. */
  async retain(kind: ShardKind, periods: Retention, now: number): Promise<boolean> {
    await this.ready();
    await this.alarms.scheduleWithin(RESUME_MS);
    const { storage, rows, sagas, records, intakes } = this;
    return new ShardRetention({ storage, rows, sagas, records, intakes }).run(kind, periods, now);
  }

  unfinishedSagas(): UnfinishedSagas {
    return this.sagas.unfinished();
  }

  /** Milliseconds until something that is unfinished may be tried; undefined if there is nothing. */
  protected retryInMs(): number | undefined {
    const waits = [this.sagas.retryInMs(), this.intakes.retryInMs()].filter((ms) => ms !== undefined);
    return waits.length === 0 ? undefined : Math.min(...waits);
  }
}
