import type { ApplyScope } from "../operations/profile-operations.ts";
import { compareRecords, type LinkageModel } from "@sedge/linkage/scoring";
import { describeError, KeyedMutex, writeLog } from "@sedge/operator";
import type { LinkToken } from "@sedge/protocol";
import type { Contradiction, Likeness, RecordOperation } from "../operations/operation.ts";
import type { Lesson } from "../records/model-keeper.ts";
import type { RecordResult, UncomparedRecords } from "../operations/results.ts";
import { contradictionsAmong, RecordComparison, tokenRecord, weightiest } from "../records/record-comparison.ts";
import { frequenciesOf, type RecordIndex } from "../records/record-index.ts";
import type { Intake, RecordRows, StoredRecord } from "../records/record-rows.ts";
import { byShard, type ShardPeer } from "../shard/shard-peer.ts";
import { type ShardNumber, shardOf, SHARDS } from "../shard/shard-number.ts";

/** With fewer records than this, a site uses the model's average frequencies. */
const MIN_RECORDS_TO_COUNT = 1_000;
/** Most likenesses for which a record has an edge, the weightiest. */
const MAX_LIKENESSES = 6;
/** How often an intake compares records that it has not compared yet before it links the record without them. */
const MAX_LOOKS = 4;
/** Most candidates of a record from which the model learns. */
const MAX_LESSONS = 8;
/** Most records that one alarm resumes. */
const AT_ONCE = 100;
/** How long a record that failed waits for the alarm. */
const RETRY_MS = 60_000;

/** What the intake needs of the world. */
export interface IntakeDeps {
  readonly index: Pick<RecordIndex, "list" | "unlist">;
  readonly identity: (intake: Intake) => {
    apply(
      operation: RecordOperation,
      scope?: Pick<ApplyScope, "comparedWith">,
    ): Promise<RecordResult | UncomparedRecords>;
  };
  readonly peer: (shard: ShardNumber) => Pick<ShardPeer, "recordsOf">;
  readonly model: () => Promise<LinkageModel>;
  /** Reports the comparison to the model; may fail. */
  readonly teach: (lesson: Lesson) => Promise<void>;
}

function recordOperation(
  intake: Intake,
  likenesses: Likeness[],
  contradictions: readonly Contradiction[],
): RecordOperation {
  const { record, key, operationId, at, tokens, kinds, channel } = intake;
  const head = { key, operationId, at, sequence: 0, tokens, kinds, channel };
  const contrary = contradictions.length > 0 && { contradictions: [...contradictions] };
  return { action: "record", ...head, record, likenesses, declined: [], ...contrary };
}

/**
 * The saga that compares and links a record, driven by the shard of its token:
 *
 * 1. the record and its intake are written down (`RecordRows.put`, by the shard);
 * 2. it is listed in the index of blocks, which names its candidates;
 * 3. candidates, and the records of those whom it is like, are read from their shards and scored;
 * 4. its components are brought together and the operation is kept there (`Identity.apply`);
 * 5. the intake goes.
 *
 * Each step can be repeated, and a crash after any is resumed from the intake by starting over. It asks for no turn at
 * its own shard: what waits for another shard must hold up nobody. Listing and unlisting one record take turns, so that a
 * record which is erased meanwhile leaves no posting.
 */
export class RecordIntakes {
  readonly #rows: RecordRows;
  readonly #deps: IntakeDeps;
  readonly #mutexes = new KeyedMutex<LinkToken>();
  /** Records whose intake or cleaning has failed, and when it may be tried again, in milliseconds since 1970. */
  readonly #retryAt = new Map<LinkToken, number>();
  readonly #driven = new Map<string, Promise<RecordResult>>();

  constructor(rows: RecordRows, deps: IntakeDeps) {
    this.#rows = rows;
    this.#deps = deps;
  }

  /** Drives an intake to its end, once for all who ask. */
  finish(intake: Intake): Promise<RecordResult> {
    const known = this.#driven.get(intake.key);
    if (known) return known;
    const driven = this.#finish(intake).finally(() => this.#driven.delete(intake.key));
    this.#driven.set(intake.key, driven);
    return driven;
  }

  /** Milliseconds until an intake or a cleaning may be tried; undefined if all are finished. */
  retryInMs(): number | undefined {
    const tokens = [...this.#rows.intakes(), ...this.#rows.unindexed()];
    const waits = tokens.map((token) => Math.max(0, (this.#retryAt.get(token) ?? 0) - Date.now()));
    return waits.length === 0 ? undefined : waits.reduce((least, ms) => Math.min(least, ms));
  }

  /** Resumes what a crash has left, each record by itself. */
  async resume(): Promise<void> {
    // What has failed comes last, so that it keeps nothing else from being resumed.
    const first = (tokens: LinkToken[]) =>
      tokens.sort((one, other) => (this.#retryAt.get(one) ?? 0) - (this.#retryAt.get(other) ?? 0)).slice(0, AT_ONCE);
    for (const token of first(this.#rows.intakes())) {
      const intake = this.#rows.intake(token);
      if (intake) await this.#tried(token, () => this.finish(intake));
    }
    await this.clean(first(this.#rows.unindexed()));
  }

  /** Takes those of the records that are gone out of the index. What fails is tried again by the alarm. */
  async clean(tokens: readonly LinkToken[]): Promise<void> {
    for (const token of tokens) {
      if (!this.#rows.isUnindexed(token)) continue;
      await this.#tried(token, () =>
        this.#mutexes.run(token, async () => {
          const isGone = () => this.#rows.read([token]).length === 0;
          if (isGone()) await this.#deps.index.unlist(token);
          // If the record was sent again meanwhile, its intake lists it again.
          this.#rows.cleaned(token);
        }),
      );
    }
  }

  /** Does what concerns one record. What fails is logged, and waits. */
  async #tried(token: LinkToken, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.#retryAt.delete(token);
    } catch (error) {
      this.#retryAt.set(token, Date.now() + RETRY_MS);
      writeLog({ event: "saga-failed", ...describeError(error) });
    }
  }

  async #finish(intake: Intake): Promise<RecordResult> {
    const { record } = intake;
    const { index, model } = this.#deps;
    const fields = this.#rows.read([record])[0]?.fields;
    const neighbourhood = fields && (await this.#mutexes.run(record, () => index.list(record, fields)));
    const stored = this.#rows.read([record])[0];
    if (!neighbourhood || !stored) {
      // Erased while it was being listed.
      this.#rows.unindex(record);
      await this.clean([record]);
      return { state: "erased" };
    }
    const total = this.#rows.total() * SHARDS;
    const frequencies = frequenciesOf(neighbourhood.counts, total < MIN_RECORDS_TO_COUNT ? 0 : total);
    const learned = await model();
    const comparison = new RecordComparison(stored, learned, frequencies);
    const others = await this.#read(neighbourhood.candidates);
    const among = (records: readonly StoredRecord[]) => contradictionsAmong(records, learned);
    const answer = await this.#link(intake, stored, { comparison, among }, others);
    if (answer.state === "too-large") this.#rows.remove(record);
    this.#rows.linked(intake);
    if (answer.state === "too-large") await this.clean([record]);
    else await this.#teach(stored, others);
    return answer;
  }

  /**
   * Links the record to similar ones after a comparison with every record in the same component, and of these with each other: a
   * record that agrees with several people brings together components whose records were never compared.
   */
  async #link(
    intake: Intake,
    stored: StoredRecord,
    {
      comparison,
      among,
    }: {
      readonly comparison: RecordComparison;
      readonly among: (records: readonly StoredRecord[]) => readonly Contradiction[];
    },
    others: readonly StoredRecord[],
  ): Promise<RecordResult> {
    const identity = this.#deps.identity(intake);
    // Replaced content is similar to nothing.
    const compared = stored.key === intake.key ? others.map((other) => comparison.with(other)) : [];
    const known = new Map(others.map((other) => [other.token, other]));
    // Those of the component, as far as it is known.
    const inside = new Set<LinkToken>();
    for (let look = 0; look < MAX_LOOKS; look++) {
      const like = compared.filter((likeness) => comparison.isLike(likeness)).sort(weightiest);
      // Only those in the same component are stored.
      const contrary = compared
        .filter(({ weight }) => weight < 0)
        .sort((one, other) => weightiest(other, one))
        // It makes no edge, and so needs no reasons.
        .map((likeness) => ({ ...likeness, waterfall: [] }));
      const closest = like.slice(0, MAX_LIKENESSES);
      for (const { other } of closest) inside.add(other);
      const contradictions = inside.size > 1 ? among([...inside].flatMap((token) => known.get(token) ?? [])) : [];
      const likenesses = [...closest, ...contrary];
      const isLast = look === MAX_LOOKS - 1;
      const answer = await identity.apply(recordOperation(intake, likenesses, contradictions), {
        comparedWith: isLast ? undefined : [...inside],
      });
      if (answer.state !== "uncompared") return answer;
      for (const token of answer.records) inside.add(token);
      const unread = await this.#read(answer.records.filter((token) => !known.has(token)));
      for (const other of unread) known.set(other.token, other);
      compared.push(...unread.map((other) => comparison.with(other)));
    }
    throw new RangeError("the last look asks for no more");
  }

  async #read(tokens: readonly LinkToken[]): Promise<StoredRecord[]> {
    const shards = [...byShard(tokens, shardOf)];
    const read = await Promise.all(shards.map(([shard, theirs]) => this.#deps.peer(shard).recordsOf(theirs)));
    return read.flat();
  }

  /** Shows the model what was compared. It learns from many, so that one that is lost is no loss. */
  async #teach(record: StoredRecord, others: readonly StoredRecord[]): Promise<void> {
    const levels = (other: StoredRecord) => [...compareRecords(tokenRecord(record), tokenRecord(other))];
    const lesson = {
      blocked: others.slice(0, MAX_LESSONS).map(levels),
      candidates: others.length,
      random: this.#rows.another(record.token).map(levels),
    };
    await this.#deps
      .teach(lesson)
      .catch((error: unknown) => writeLog({ event: "saga-failed", ...describeError(error) }));
  }
}
