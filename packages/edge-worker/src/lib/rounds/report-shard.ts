import { describeError, secretBytes, secureRandom, Mutex, AlarmScheduler, writeLog } from "@sedge/operator";
import { acceptedInShard, parseRoundShardName, sumShapeOf, votesOf } from "@sedge/operator/rounds";
import { toBase64url } from "@sedge/privacy/base64url";
import { deriveVerifyKey } from "@sedge/privacy/contribution";
import { type AcceptedSet, BatchId } from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import { type Checker, checkBatch } from "./check-batch.ts";
import { ReportRows, type ReportBody } from "./report-rows.ts";
import { RoundPartner } from "./round-partner.ts";

/** How long the first report waits for others to be checked with, at most. */
const GATHER_MS = 2_000;
/** How long after a failure the alarm tries again. */
const RETRY_MS = 5_000;
/** Reports that are checked together: a second of each operator's time. */
const BATCH_REPORTS = 32;
const BATCH_ID_BYTES = 16;
/** Batches that one alarm checks, so that it ends within the time that it has. */
const BATCHES_AN_ALARM = 32;

/** The result of `accept`. `spent`: another report was accepted for its ballot. */
export type Acceptance = "received" | "spent" | "closed";

/** Whether every accepted report is checked. */
export type Drain = { readonly state: "draining" } | ({ readonly state: "drained" } & AcceptedSet);

/**
 * Collects a part of a round's reports at the edge (`idFromName("site/round/shard")`): those whose ballots hash to this shard. The
 * alarm checks them in batches with the second operator.
 *
 * - Methods: `accept`, `close`, `sum`, `counts`, `destroy`.
 * - Storage: that of {@link ReportRows}.
 * - Lifetime: that of the round's collecting. `destroy` deletes everything.
 * - Invariants: a ballot has one report; a batch is written down before it is sent, and sent again until it is answered; what the
 *   answer comes to is written in one transaction, in which the shares go. So a report counts at both operators or at neither.
 */
export class ReportShard extends DurableObject<EdgeEnv> {
  readonly #storage: DurableObjectStorage;
  readonly #name: ReturnType<typeof parseRoundShardName>;
  readonly #rows: ReportRows;
  readonly #alarms: AlarmScheduler;
  readonly #mutex = new Mutex();
  #checker: Checker | undefined;

  constructor(context: DurableObjectState, env: EdgeEnv) {
    super(context, env);
    this.#storage = context.storage;
    this.#name = parseRoundShardName(context.id.name);
    this.#rows = new ReportRows(context.storage);
    this.#alarms = new AlarmScheduler(context.storage);
  }

  /** Stores a report. @param digest - Of everything that was sent, to recognise a repeat. */
  async accept(ballot: string, digest: string, body: ReportBody): Promise<Acceptance> {
    const before = this.#rows.digestOf(ballot);
    if (before !== undefined) return before === digest ? "received" : "spent";
    if (!(await this.#open())) return "closed";
    // Nothing is awaited from here to the row, so that neither a second copy nor the end of collecting comes between.
    const meanwhile = this.#rows.digestOf(ballot);
    if (meanwhile !== undefined) return meanwhile === digest ? "received" : "spent";
    if (this.#rows.isClosed()) return "closed";
    this.#rows.add(ballot, digest, body);
    await this.#alarms.scheduleWithin(this.#rows.isWaiting(BATCH_REPORTS) ? 0 : GATHER_MS);
    return "received";
  }

  /** Accepts nothing more. Returns what was accepted once everything is checked. */
  async close(): Promise<Drain> {
    this.#rows.close();
    if (this.#rows.isWaiting(1) || this.#rows.openBatch() !== undefined) {
      await this.#alarms.scheduleWithin(0);
      return { state: "draining" };
    }
    return { state: "drained", ...(await acceptedInShard(this.#rows.finished())) };
  }

  /** This operator's share of the accepted reports' sum; undefined if there were none. */
  sum(): Uint8Array | undefined {
    return this.#rows.sum();
  }

  counts(): ReturnType<ReportRows["counts"]> {
    return this.#rows.counts();
  }

  async destroy(): Promise<void> {
    await this.#mutex.run(async () => {
      await this.#storage.deleteAlarm();
      await this.#storage.deleteAll();
      this.#checker = undefined;
      this.#rows.make();
    });
  }

  override async alarm(): Promise<void> {
    try {
      for (let batch = 0; batch < BATCHES_AN_ALARM; batch++) {
        const outcome = await this.#mutex.run(() => this.#checkNext());
        if (outcome === "nothing-left") return;
        if (outcome === "refused") return await this.#keeper().refusedByPartner(this.#name.round);
      }
      await this.#alarms.scheduleWithin(0);
    } catch (error) {
      writeLog({ event: "saga-failed", ...describeError(error) });
      await this.#alarms.scheduleWithin(RETRY_MS);
    }
  }

  /** Makes the next batch, or continues an unfinished one, and checks it. */
  async #checkNext(): Promise<"checked" | "nothing-left" | "refused"> {
    const id = this.#rows.openBatch() ?? this.#makeBatch();
    if (id === undefined) return "nothing-left";
    const checker = await this.#open();
    const { shard } = this.#name;
    const finished = checker && (await checkBatch(checker, shard, id, this.#rows.reportsOf(id), this.#rows.sum()));
    if (!finished) return "refused";
    this.#storage.transactionSync(() => this.#rows.finish(finished));
    return "checked";
  }

  #makeBatch(): BatchId | undefined {
    const ballots = this.#rows.waiting(BATCH_REPORTS);
    if (ballots.length === 0) return undefined;
    const id = v.parse(BatchId, toBase64url(secureRandom(BATCH_ID_BYTES)));
    this.#storage.transactionSync(() => this.#rows.makeBatch(id, ballots));
    return id;
  }

  /** What reports are checked with, while the round is collecting or checking. */
  async #open(): Promise<Checker | undefined> {
    if (this.#checker) return this.#checker;
    const { site, round } = this.#name;
    const terms = await this.#keeper().termsInUse(round);
    if (!terms) return undefined;
    const verifyKey = deriveVerifyKey(secretBytes(settingsOf(this.env).VERIFY_KEY), site, round);
    const [votes, sumShape] = [votesOf(terms, site), sumShapeOf(terms)];
    this.#checker = { round, votes, sumShape, verifyKey, partner: new RoundPartner(this.env, site) };
    return this.#checker;
  }

  #keeper() {
    return this.env.ROUND_KEEPER.get(this.env.ROUND_KEEPER.idFromName(this.#name.site));
  }
}
