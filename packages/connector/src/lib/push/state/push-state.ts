import type { StatementSync } from "node:sqlite";
import { OperationId } from "@sedge/protocol";
import * as v from "valibot";
import { ContributionRows } from "./contribution-rows.ts";
import { FileRows } from "./file-rows.ts";
import { IdentifierRows } from "./identifier-rows.ts";
import { OutboxRows } from "./outbox-rows.ts";
import { PeopleRows } from "./people-rows.ts";
import { SeenRows } from "./seen-rows.ts";
import { openState, type StateFile, type StateOwner } from "./state-file.ts";
import type { StateKey } from "./state-key.ts";
import { TermRows } from "./term-rows.ts";
import { WebhookRows } from "./webhook-rows.ts";
import { WithdrawnRows } from "./withdrawn-rows.ts";

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
