import type { DatabaseSync, StatementSync } from "node:sqlite";
import { AssignBody, ConsentReceipt, OperationId, RecordFields } from "@sedge/protocol";
import * as v from "valibot";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

const common = {
  person: v.string(),
  /** Which of several of its kind; empty for the only one. */
  part: v.string(),
  operation: OperationId,
  /** Hashes of the identifiers that sign, in order. */
  signers: json(v.array(v.string())),
  receipt: json(ConsentReceipt),
};
const Row = v.variant("action", [
  v.object({ ...common, action: v.literal("link") }),
  v.object({ ...common, action: v.literal("record"), body: json(RecordFields) }),
  v.object({ ...common, action: v.literal("assign"), body: json(AssignBody) }),
  v.object({ ...common, action: v.literal("unlink") }),
  v.object({ ...common, action: v.literal("erase") }),
]);
/** One thing to be said of a person, without what each transmission adds. */
export type OutboxItem = v.InferOutput<typeof Row>;

/** An item as it is written; the only one of its kind needs no part. */
type WrittenItem = OutboxItem extends infer Item
  ? Item extends OutboxItem
    ? Omit<Item, "part"> & { readonly part?: string }
    : never
  : never;

/** What is still to be delivered, in the order in which it was decided. */
export class OutboxRows {
  readonly #next: StatementSync;
  readonly #one: StatementSync;
  readonly #write: StatementSync;
  readonly #done: StatementSync;
  readonly #drop: StatementSync;
  readonly #tried: StatementSync;
  readonly #retry: StatementSync;
  readonly #count: StatementSync;

  constructor(database: DatabaseSync) {
    // The first of each person: what comes after it waits for its outcome.
    this.#next = database.prepare(`SELECT * FROM outbox AS mine WHERE tries < ? AND NOT EXISTS (
      SELECT 1 FROM outbox WHERE person = mine.person AND number < mine.number) ORDER BY number LIMIT ?`);
    this.#one = database.prepare("SELECT * FROM outbox WHERE person = ? AND action = ? LIMIT 1");
    this.#write = database.prepare(
      "INSERT OR REPLACE INTO outbox (person, action, part, operation, body, signers, receipt) VALUES (?, ?, ?, ?, ?, ?, ?)",
    );
    this.#done = database.prepare("DELETE FROM outbox WHERE operation = ?");
    this.#drop = database.prepare("DELETE FROM outbox WHERE person = ?");
    this.#tried = database.prepare("UPDATE outbox SET tries = tries + 1 WHERE operation = ?");
    this.#retry = database.prepare("UPDATE outbox SET tries = 0 WHERE tries > 0");
    this.#count = database.prepare("SELECT count(*) AS waiting FROM outbox");
  }

  /** What may be delivered now, one item a person. `maxTries`: what the edge has failed at so often waits for the next run. */
  next(limit: number, maxTries: number): OutboxItem[] {
    return this.#next.all(maxTries, limit).map((row) => v.parse(Row, row));
  }

  waiting(): number {
    return v.parse(v.object({ waiting: v.number() }), this.#count.get()).waiting;
  }

  one(person: string, action: OutboxItem["action"]): OutboxItem | undefined {
    const row = this.#one.get(person, action);
    return row && v.parse(Row, row);
  }

  /** Puts an item at the end, in the place of one of its kind and part that was not delivered yet. */
  write(item: WrittenItem): void {
    const { person, action, operation, signers, receipt, part = "" } = item;
    const body = "body" in item ? JSON.stringify(item.body) : null;
    this.#write.run(person, action, part, operation, body, JSON.stringify(signers), JSON.stringify(receipt));
  }

  done(operation: OperationId): void {
    this.#done.run(operation);
  }

  /** The edge failed at it, and may not the next time. */
  tried(operation: OperationId): void {
    this.#tried.run(operation);
  }

  /** What the edge had failed at may be tried again. */
  retryAll(): void {
    this.#retry.run();
  }

  drop(person: string): void {
    this.#drop.run(person);
  }
}
