import * as v from "valibot";
import type { StatementSync, DatabaseSync } from "node:sqlite";
import { OperationId } from "@sedge/protocol";
import { ContributionRows } from "./contribution-rows.ts";
import { IdentifierRows } from "./identifier-rows.ts";
import { OutboxRows } from "./outbox-rows.ts";
import { PeopleRows } from "./people-rows.ts";
import { openState, type StateFile, type StateOwner } from "./state-file.ts";
import type { StateKey } from "./state-key.ts";

const WithdrawnRow = v.object({ day: v.string() });

/** Withdrawals by the hashes of the person's identifiers, each with its UTC day. */
class WithdrawnRows {
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT day FROM withdrawn WHERE hash = ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO withdrawn VALUES (?, ?)");
    this.#drop = database.prepare("DELETE FROM withdrawn WHERE hash = ?");
  }

  day(hash: string): string | undefined {
    const row = this.#read.get(hash);
    return row && v.parse(WithdrawnRow, row).day;
  }

  write(hash: string, day: string): void {
    this.#write.run(hash, day);
  }

  drop(hash: string): void {
    this.#drop.run(hash);
  }
}

/** How long a webhook's ID is remembered: one day, in seconds. Its signature is valid for five minutes. */
const REMEMBERED_SECONDS = 86_400;

/** IDs of ingested webhooks, so that none is ingested twice. */
class WebhookRows {
  readonly #has: StatementSync;
  readonly #write: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.#has = database.prepare("SELECT 1 FROM webhooks WHERE hash = ?");
    this.#write = database.prepare("INSERT OR IGNORE INTO webhooks VALUES (?, ?)");
    this.#forget = database.prepare("DELETE FROM webhooks WHERE at < ?");
  }

  has(hash: string): boolean {
    return this.#has.get(hash) !== undefined;
  }

  /** `now`: seconds since 1970. */
  write(hash: string, now: number): void {
    this.#write.run(hash, now);
    this.#forget.run(now - REMEMBERED_SECONDS);
  }
}

const TermRow = v.object({ sealed: v.instance(Uint8Array) });

/** Record tokens of evaluated terms, each sealed for its hash. */
class TermRows {
  readonly #read: StatementSync;
  readonly #write: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT sealed FROM terms WHERE hash = ? AND epoch = ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO terms VALUES (?, ?, ?)");
  }

  read(hash: string, epoch: number): Uint8Array | undefined {
    const row = this.#read.get(hash, epoch);
    return row && v.parse(TermRow, row).sealed;
  }

  write(hash: string, epoch: number, sealed: Uint8Array): void {
    this.#write.run(hash, epoch, sealed);
  }
}

const WebhookRow = v.object({ digest: v.string() });

/** Counted records: each record's hash with a digest of its person and consent. */
class SeenRows {
  readonly #read: StatementSync;
  readonly #write: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT digest FROM seen WHERE hash = ?");
    this.#write = database.prepare(
      "INSERT INTO seen VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET digest = excluded.digest",
    );
  }

  /** The digest of a counted record; undefined if the record was never counted. */
  digest(hash: string): string | undefined {
    const row = this.#read.get(hash);
    return row && v.parse(WebhookRow, row).digest;
  }

  write(hash: string, digest: string): void {
    this.#write.run(hash, digest);
  }
}

const FileRow = v.object({ rows: v.number() });

/** Rows ingested from files whose reading is not complete. */
class FileRows {
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT rows FROM files WHERE hash = ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO files VALUES (?, ?)");
    this.#drop = database.prepare("DELETE FROM files WHERE hash = ?");
  }

  read(hash: string): number | undefined {
    const row = this.#read.get(hash);
    return row && v.parse(FileRow, row).rows;
  }

  write(hash: string, rows: number): void {
    this.#write.run(hash, rows);
  }

  drop(hash: string): void {
    this.#drop.run(hash);
  }
}

const Note = v.object({ value: v.string() });

/** A connector's state, which prevents repeated messages and repeated PRF evaluations. */
export class PushState {
  readonly key: StateKey;
  readonly seen: SeenRows;
  readonly identifiers: IdentifierRows;
  readonly terms: TermRows;
  readonly people: PeopleRows;
  readonly outbox: OutboxRows;
  readonly withdrawn: WithdrawnRows;
  readonly files: FileRows;
  readonly webhooks: WebhookRows;
  readonly contributions: ContributionRows;
  readonly #database: StateFile["database"];
  readonly #noted: StatementSync;
  readonly #note: StatementSync;

  /** @throws CommandError as `openState` */
  constructor(path: string, owner: StateOwner) {
    const { database, key } = openState(path, owner);
    this.#database = database;
    this.key = key;
    this.#noted = database.prepare("SELECT value FROM meta WHERE name = ?");
    this.#note = database.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)");
    this.seen = new SeenRows(database);
    this.identifiers = new IdentifierRows(database);
    this.terms = new TermRows(database);
    this.people = new PeopleRows(database);
    this.outbox = new OutboxRows(database);
    this.withdrawn = new WithdrawnRows(database);
    this.files = new FileRows(database);
    this.webhooks = new WebhookRows(database);
    this.contributions = new ContributionRows(database, key);
  }

  /** Runs `work` in one transaction that is on disk when this returns. */
  atomically<Result>(work: () => Result): Result {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      this.identifiers.forget();
      throw error;
    }
  }

  /** A new operation ID that is never reused in this file. Call within {@link atomically}. */
  nextOperation(): OperationId {
    const number = Number(this.noted("operations") ?? "0") + 1;
    this.note("operations", String(number));
    return v.parse(OperationId, this.key.hash("operation", String(number)));
  }

  /** A text stored with `note`. */
  noted(name: string): string | undefined {
    const row = this.#noted.get(name);
    return row && v.parse(Note, row).value;
  }

  note(name: string, text: string): void {
    this.#note.run(name, text);
  }

  close(): void {
    this.#database.close();
  }
}
