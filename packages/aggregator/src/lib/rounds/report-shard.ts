import { migrateSchema, Mutex, secretBytes, sha256Hex, StoredBytes } from "@sedge/operator";
import {
  acceptedInShard,
  ballotKeyOf,
  batchDigest,
  parseRoundShardName,
  sumShapeOf,
  votesOf,
} from "@sedge/operator/rounds";
import { deriveVerifyKey } from "@sedge/privacy/contribution";
import { type AcceptedSet, BatchVerdicts, type ReportBatch } from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { type Checker, checkReports } from "./check-reports.ts";
import { type AggregatorEnv, settingsOf } from "../settings.ts";
import { sealKeyOf } from "./round-terms.ts";

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS batches (
    id TEXT PRIMARY KEY, request TEXT NOT NULL, verdicts TEXT NOT NULL, accepted INTEGER NOT NULL, digest TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS spent (ballot TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sum (id INTEGER PRIMARY KEY CHECK (id = 1), bytes BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS closed (id INTEGER PRIMARY KEY CHECK (id = 1)) STRICT`,
];

const SumRow = v.strictObject({ bytes: StoredBytes });
const BatchRow = v.strictObject({
  request: v.string(),
  verdicts: v.pipe(v.string(), v.parseJson(), BatchVerdicts.entries.verdicts),
});
const AcceptedRow = v.strictObject({ digest: v.string(), accepted: v.number() });
const SpentRow = v.strictObject({ ballot: v.string() });

/** The result of a batch: `closed` if the round accepts no more, `another` if its name was used for different reports. */
export type BatchAnswer =
  | { readonly state: "checked"; readonly verdicts: BatchVerdicts["verdicts"] }
  | { readonly state: "closed" | "another" };

/**
 * Checks a part of a round's reports at the aggregator (`idFromName("site/round/shard")`): those whose ballots hash to this
 * shard.
 *
 * - Methods: `check`, one batch at a time; `close`, `sum`, `destroy`.
 * - Storage: `batches(id, request, verdicts, accepted, digest)`, `spent(ballot)`, `sum(bytes)`, `closed`.
 * - Lifetime: that of the round's collecting. `destroy` deletes everything.
 * - Invariants: what a batch accepted, its ballots and its part of the sum are written in one transaction, so that a report
 *   counts once or never; a batch that comes again is answered as before; a share is never stored.
 */
export class ReportShard extends DurableObject<AggregatorEnv> {
  readonly #storage: DurableObjectStorage;
  readonly #name: ReturnType<typeof parseRoundShardName>;
  readonly #mutex = new Mutex();
  #checker: Checker | undefined;

  constructor(context: DurableObjectState, env: AggregatorEnv) {
    super(context, env);
    this.#storage = context.storage;
    this.#name = parseRoundShardName(context.id.name);
    this.#makeTables();
  }

  /** Checks a batch: a verdict per report. The same batch gets the same verdicts again. */
  check(batch: ReportBatch): Promise<BatchAnswer> {
    return this.#mutex.run(async () => {
      const request = await sha256Hex(new TextEncoder().encode(JSON.stringify(batch)));
      const before = this.#answered(batch.batch);
      if (before)
        return before.request === request ? { state: "checked", verdicts: before.verdicts } : { state: "another" };
      const checker = await this.#collecting();
      if (!checker) return { state: "closed" };
      const ballots = JSON.stringify(batch.reports.map(({ ballot }) => ballot));
      const spent = this.#storage.sql
        .exec("SELECT ballot FROM spent WHERE ballot IN (SELECT value FROM json_each(?))", ballots)
        .toArray()
        .map((row) => v.parse(SpentRow, row).ballot);
      const checked = await checkReports(checker, this.#name.shard, batch.reports, new Set(spent), this.#sum());
      const digest = await batchDigest(
        batch.batch,
        checked.accepted.map(({ nonce }) => nonce),
      );
      this.#storage.transactionSync(() => {
        const { sql } = this.#storage;
        for (const { ballot } of checked.accepted) sql.exec("INSERT INTO spent VALUES (?)", ballot);
        const verdicts = JSON.stringify(checked.verdicts);
        sql.exec(
          "INSERT INTO batches VALUES (?, ?, ?, ?, ?)",
          batch.batch,
          request,
          verdicts,
          checked.accepted.length,
          digest,
        );
        sql.exec("INSERT OR REPLACE INTO sum VALUES (1, ?)", checked.sum);
      });
      return { state: "checked", verdicts: checked.verdicts };
    });
  }

  /** Accepts no more batches from now on. @returns What the earlier ones accepted. */
  close(): Promise<AcceptedSet> {
    return this.#mutex.run(async () => {
      this.#storage.sql.exec("INSERT INTO closed VALUES (1) ON CONFLICT DO NOTHING");
      const rows = this.#storage.sql.exec("SELECT digest, accepted FROM batches WHERE accepted > 0").toArray();
      return acceptedInShard(rows.map((row) => v.parse(AcceptedRow, row)));
    });
  }

  /** This operator's share of the accepted reports' sum; undefined if there were none. */
  sum(): Uint8Array | undefined {
    return this.#sum();
  }

  async destroy(): Promise<void> {
    await this.#mutex.run(async () => {
      await this.#storage.deleteAll();
      this.#checker = undefined;
      this.#makeTables();
    });
  }

  #sum(): Uint8Array | undefined {
    const [row] = this.#storage.sql.exec("SELECT bytes FROM sum").toArray();
    return row && v.parse(SumRow, row).bytes;
  }

  #answered(batch: string): v.InferOutput<typeof BatchRow> | undefined {
    const [row] = this.#storage.sql.exec("SELECT request, verdicts FROM batches WHERE id = ?", batch).toArray();
    return row && v.parse(BatchRow, row);
  }

  /** What reports are checked with, while this shard accepts batches. */
  async #collecting(): Promise<Checker | undefined> {
    if (this.#storage.sql.exec("SELECT 1 FROM closed").toArray().length > 0) return undefined;
    const { site, round } = this.#name;
    if (this.#checker) return this.#checker;
    const work = await this.env.ROUND_KEEPER.get(this.env.ROUND_KEEPER.idFromName(site)).work(round);
    if (!work) return undefined;
    const { terms, secret } = work;
    const { PRF_SEED, VERIFY_KEY } = settingsOf(this.env);
    this.#checker = {
      site,
      terms,
      votes: votesOf(terms, site),
      sumShape: sumShapeOf(terms),
      verifyKey: deriveVerifyKey(secretBytes(VERIFY_KEY), site, round),
      ballotKey: ballotKeyOf(PRF_SEED, secret, site, round),
      sealKey: await sealKeyOf(PRF_SEED, secret, site, round),
    };
    return this.#checker;
  }

  #makeTables(): void {
    migrateSchema(this.#storage, "batches", SCHEMA);
  }
}
