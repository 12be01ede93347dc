import { describeError, StorageUnavailableError, writeLog } from "@sedge/operator";
import type { Channel, LinkToken } from "@sedge/protocol";
import type { EdgeEnv } from "../../settings.ts";
import { RESUME_MS } from "../../triggers/trigger-shard.ts";
import { tokenDigest } from "../operations/short-memory.ts";
import type { RegisteredToken } from "./registered-tokens.ts";
import { PointerShard } from "./pointer-shard.ts";
import { parseShardName, type ShardNumber } from "./shard-number.ts";
import type { ShardPeer } from "./shard-peer.ts";
import type { Admission, Transmission } from "./token-shard.ts";
import { TombstoneMirror } from "./tombstone-mirror.ts";
import { type Tombstone, Tombstones } from "./tombstones.ts";

/** How often the home of a token is followed. */
const MAX_LOOKS = 4;

/**
 * The part of an identity shard that makes a restored database forget again what was erased and withdrawn since. Each shard journals
 * both for its own tokens, and D1 has a copy ({@link TombstoneMirror}). Before an object serves, it compares: where D1 has more, this object
 * was restored, and does again what it has lost; where D1 has less, D1 was, and is sent what it lacks. It asks the same of other shards
 * whose journals have grown, as the tokens that they have lost may be at home here.
 *
 * - Methods: `catchUp`, `endPart` for other shards; those that {@link TokenShard} has for the Worker wait until the object is up to date.
 * - Storage: that of {@link Tombstones}.
 */
export abstract class JournalShard extends PointerShard {
  protected readonly tombstones: Tombstones;
  protected readonly mirror: TombstoneMirror;
  readonly #self: ShardNumber;
  #ready: Promise<void> | undefined;
  #caughtUp: Promise<void> | undefined;
  #isCaughtUp = false;

  constructor(context: DurableObjectState, env: EdgeEnv) {
    super(context, env);
    const { site, shard } = parseShardName(context.id.name);
    this.#self = shard;
    this.tombstones = new Tombstones(this.storage.sql);
    this.mirror = new TombstoneMirror(env.DB, site, shard, this.tombstones);
  }

  protected abstract peer(shard: ShardNumber): ShardPeer;

  /**
   * Resolves when nothing is served any more that was erased or withdrawn. A failure, as of D1, is answered with `storage-unavailable`
   * and tried again by the next caller.
   */
  protected ready(): Promise<void> {
    this.#ready ??= this.#compareAll().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  /** Brings this shard's own tokens up to date. It waits for no shard that waits for this one. */
  catchUp(): Promise<void> {
    this.#caughtUp ??= this.#compare().catch((error: unknown) => {
      this.#caughtUp = undefined;
      throw error;
    });
    return this.#caughtUp;
  }

  /** @throws {RangeError} while the journal may lack what D1 has: the caller tries again */
  protected expectCaughtUp(): void {
    if (this.#isCaughtUp) return;
    this.ctx.waitUntil(this.catchUp().catch(() => undefined));
    throw new RangeError("the shard is not up to date");
  }

  /** Copies new tombstones to D1. If that fails, the alarm does it. */
  protected async pushTombstones(): Promise<void> {
    await this.alarms.scheduleWithin(RESUME_MS);
    await this.mirror.push().catch((error: unknown) => writeLog({ event: "saga-failed", ...describeError(error) }));
  }

  override async admitNonce(
    transmission: Transmission,
    tokens: readonly LinkToken[],
    self: ShardNumber | null,
  ): Promise<Admission> {
    await this.ready();
    return super.admitNonce(transmission, tokens, self);
  }

  override async knownBy(tokens: readonly LinkToken[], channel: Channel): Promise<LinkToken[]> {
    await this.ready();
    return super.knownBy(tokens, channel);
  }

  override async confirmedBy(tokens: readonly LinkToken[], channel: Channel): Promise<LinkToken[]> {
    await this.ready();
    return super.confirmedBy(tokens, channel);
  }

  override async registeredPage(channel: Channel, after: LinkToken | null, limit: number): Promise<RegisteredToken[]> {
    await this.ready();
    return super.registeredPage(channel, after, limit);
  }

  async #compareAll(): Promise<void> {
    await this.catchUp();
    for (const [shard, sequence] of await this.mirror.marks()) {
      const name = `of ${shard}`;
      if (shard === this.#self || this.tombstones.mark(name) >= sequence) continue;
      await this.peer(shard).catchUp();
      this.tombstones.setMark(name, sequence);
    }
  }

  async #compare(): Promise<void> {
    const copied = (await this.mirror.marks()).get(this.#self) ?? 0;
    if (copied > this.tombstones.mark("written")) await this.#replay();
    if (copied < this.tombstones.mark("mirrored")) {
      writeLog({ event: "restored-database" });
      this.tombstones.setMark("mirrored", copied);
      await this.mirror.push({ isRestored: true });
    } else await this.mirror.push();
    this.#isCaughtUp = true;
  }

  /** Does again what this object has lost. */
  async #replay(): Promise<void> {
    writeLog({ event: "restored-shard" });
    const tokens = new Map<string, LinkToken>();
    for (const token of this.pointers.all()) tokens.set(await tokenDigest(token), token);
    for (;;) {
      const page = await this.mirror.after(this.tombstones.mark("written"));
      if (page.length === 0) break;
      for (const tombstone of page) {
        const token = tokens.get(tombstone.digest);
        if (token !== undefined) await this.#end(token, tombstone);
        this.storage.transactionSync(() => this.tombstones.put(tombstone));
      }
    }
    // What was copied and has passed its time counts as done.
    this.tombstones.setMark("written", (await this.mirror.marks()).get(this.#self) ?? 0);
    this.tombstones.setMark("mirrored", this.tombstones.mark("written"));
  }

  async #end(token: LinkToken, tombstone: Tombstone): Promise<void> {
    if (tombstone.kind === "withdrawn") await this.endRights(token, tombstone.at);
    let home = this.pointers.home(token);
    for (let look = 0; home !== undefined && look < MAX_LOOKS; look++) {
      const answer = await this.peer(home).endPart(token, tombstone.kind, tombstone.at);
      if (answer.state === "done") return;
      if (answer.state === "waiting")
        throw new StorageUnavailableError("a saga of a profile that was erased is unfinished");
      home = answer.state === "moved" ? answer.home : undefined;
    }
  }

  /** The token's consent was withdrawn: its record, registrations and landing links go. */
  protected abstract endRights(token: LinkToken, at: number): Promise<void>;
}
