import { migrateSchema, type SchemaStorage, StoredBytes } from "@sedge/operator";
import { BatchId, Contribution } from "@sedge/protocol";
import * as v from "valibot";

const { nonce, publicShare, edgeShare, sealedShare } = Contribution.entries;

/** The part of a contribution that is stored until it is counted. */
export const ReportBody = v.strictObject({ nonce, publicShare, edgeShare, sealedShare });
export type ReportBody = v.InferOutput<typeof ReportBody>;

/** A report that waits, with the ballot that it was sent for. */
export interface WaitingReport extends ReportBody {
  readonly ballot: string;
}

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS reports (
    sequence INTEGER PRIMARY KEY, ballot TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, state TEXT NOT NULL, batch TEXT, body TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS reports_batch ON reports (batch) WHERE batch IS NOT NULL;
  CREATE INDEX IF NOT EXISTS reports_waiting ON reports (sequence) WHERE state = 'waiting';
  CREATE INDEX IF NOT EXISTS reports_refused ON reports (sequence) WHERE state = 'refused';
  CREATE TABLE IF NOT EXISTS batches (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, accepted INTEGER, digest TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sum (id INTEGER PRIMARY KEY CHECK (id = 1), bytes BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS closed (id INTEGER PRIMARY KEY CHECK (id = 1)) STRICT`,
];

const WaitingRow = v.pipe(
  v.strictObject({ ballot: v.string(), body: v.pipe(v.string(), v.parseJson(), ReportBody) }),
  v.transform(({ ballot, body }): WaitingReport => ({ ballot, ...body })),
);
const BallotRow = v.strictObject({ ballot: v.string() });
const DigestRow = v.strictObject({ digest: v.string() });
const BatchRow = v.strictObject({ id: BatchId });
const DoneRow = v.strictObject({ digest: v.string(), accepted: v.number() });
const CountRow = v.strictObject({ reports: v.number() });
const SumRow = v.strictObject({ bytes: StoredBytes });

/** The result of a batch. */
export interface FinishedBatch {
  readonly id: BatchId;
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
  readonly digest: string;
  /** This operator's share of the sum of all accepted reports, these included. */
  readonly sum: Uint8Array;
}

/**
 * The tables of a ReportShard. Each method is one step inside the caller's transaction.
 *
 * - `reports(ballot, digest, state, batch, body)`: `waiting` ones with their shares (`body`), in the batch that was made of them;
 *   `counted` and `refused` ones without. The digest of what was sent knows a repeat.
 * - `batches(id, accepted, digest)`: `digest` null until the second operator has answered.
 * - `sum(bytes)`, `closed`.
 */
export class ReportRows {
  readonly #storage: SchemaStorage;
  readonly #sql: SqlStorage;

  constructor(storage: SchemaStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.make();
  }

  /** Creates the tables; again after everything was deleted. */
  make(): void {
    migrateSchema(this.#storage, "reports", SCHEMA);
  }

  /** The digest of what was sent for a ballot; undefined if nothing was. */
  digestOf(ballot: string): string | undefined {
    const [row] = this.#sql.exec("SELECT digest FROM reports WHERE ballot = ?", ballot).toArray();
    return row && v.parse(DigestRow, row).digest;
  }

  add(ballot: string, digest: string, body: ReportBody): void {
    const values = [ballot, digest, JSON.stringify(body)];
    this.#sql.exec("INSERT INTO reports (ballot, digest, state, body) VALUES (?, ?, 'waiting', ?)", ...values);
  }

  close(): void {
    this.#sql.exec("INSERT INTO closed VALUES (1) ON CONFLICT DO NOTHING");
  }

  isClosed(): boolean {
    return this.#sql.exec("SELECT 1 FROM closed").toArray().length > 0;
  }

  /** The batch that was made and not answered yet. There is one at most. */
  openBatch(): BatchId | undefined {
    const [row] = this.#sql.exec("SELECT id FROM batches WHERE digest IS NULL LIMIT 1").toArray();
    return row && v.parse(BatchRow, row).id;
  }

  /** Ballots of the first waiting reports that are in no batch. */
  waiting(limit: number): string[] {
    const query = "SELECT ballot FROM reports WHERE state = 'waiting' AND batch IS NULL ORDER BY sequence LIMIT ?";
    return this.#sql
      .exec(query, limit)
      .toArray()
      .map((row) => v.parse(BallotRow, row).ballot);
  }

  /** The reports of a batch, in the order in which it was made. */
  reportsOf(batch: BatchId): WaitingReport[] {
    const query = "SELECT ballot, body FROM reports WHERE batch = ? ORDER BY sequence";
    return this.#sql
      .exec(query, batch)
      .toArray()
      .map((row) => v.parse(WaitingRow, row));
  }

  makeBatch(id: BatchId, ballots: readonly string[]): void {
    this.#sql.exec("INSERT INTO batches (id) VALUES (?)", id);
    for (const ballot of ballots) this.#sql.exec("UPDATE reports SET batch = ? WHERE ballot = ?", id, ballot);
  }

  /** The shares go as soon as they are counted, or can't be. */
  #end(ballots: readonly string[], state: "counted" | "refused"): void {
    const query = "UPDATE reports SET state = ?, batch = NULL, body = NULL WHERE ballot = ?";
    for (const ballot of ballots) this.#sql.exec(query, state, ballot);
  }

  finish({ id, accepted, refused, digest, sum }: FinishedBatch): void {
    this.#end(accepted, "counted");
    this.#end(refused, "refused");
    this.#sql.exec("UPDATE batches SET accepted = ?, digest = ? WHERE id = ?", accepted.length, digest, id);
    this.#sql.exec("INSERT OR REPLACE INTO sum VALUES (1, ?)", sum);
  }

  sum(): Uint8Array | undefined {
    const [row] = this.#sql.exec("SELECT bytes FROM sum").toArray();
    return row && v.parse(SumRow, row).bytes;
  }

  /** The batches that both operators know something of. */
  finished(): v.InferOutput<typeof DoneRow>[] {
    const rows = this.#sql.exec("SELECT digest, accepted FROM batches WHERE accepted > 0").toArray();
    return rows.map((row) => v.parse(DoneRow, row));
  }

  /** Whether at least so many reports wait. Asked with every report, so it reads no more rows than that. */
  isWaiting(least: number): boolean {
    const query = "SELECT count(*) AS reports FROM (SELECT 1 FROM reports WHERE state = 'waiting' LIMIT ?)";
    return this.#count(query, least) >= least;
  }

  /** Reads what waits and what was refused; of the rest only the batches. */
  counts(): { waiting: number; counted: number; refused: number } {
    return {
      waiting: this.#count("SELECT count(*) AS reports FROM reports WHERE state = 'waiting'"),
      counted: this.#count("SELECT coalesce(sum(accepted), 0) AS reports FROM batches"),
      refused: this.#count("SELECT count(*) AS reports FROM reports WHERE state = 'refused'"),
    };
  }

  #count(query: string, ...values: number[]): number {
    return v.parse(CountRow, this.#sql.exec(query, ...values).one()).reports;
  }
}
