import type { DatabaseSync, StatementSync } from "node:sqlite";
import { AssignBody, ConsentReceipt, OperationId, RecordFields } from "@sedge/protocol";
import * as v from "valibot";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

const common = {
  person: v.string(),
  /** Distinguishes several items of one action; empty for a single one. */
  part: v.string(),
  operation: OperationId,
  /** Hashes of the signing identifiers, in order. */
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
/** A message to send about a person, without what each transmission adds. */
export type OutboxItem = v.InferOutput<typeof Row>;

/** An item to write; a single item of its action needs no part. */
type WrittenItem = OutboxItem extends infer Item
  ? Item extends OutboxItem
    ? Omit<Item, "part"> & { readonly part?: string }
    : never
  : never;

/** Items still to be delivered, in the order in which they were queued. */
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
    // The first item of each person; later ones wait for its result.
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

  /**
   * Items that can be delivered now, one per person. `maxTries`: items with this many failures wait for the next run.
   */
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

  /** Appends an item, replacing an undelivered one of the same action and part. */
  write(item: WrittenItem): void {
    const { person, action, operation, signers, receipt, part = "" } = item;
    const body = "body" in item ? JSON.stringify(item.body) : null;
    this.#write.run(person, action, part, operation, body, JSON.stringify(signers), JSON.stringify(receipt));
  }

  done(operation: OperationId): void {
    this.#done.run(operation);
  }

  /** Counts a temporary failure. */
  tried(operation: OperationId): void {
    this.#tried.run(operation);
  }

  /** Resets the failures of every item. */
  retryAll(): void {
    this.#retry.run();
  }

  drop(person: string): void {
    this.#drop.run(person);
  }
}
