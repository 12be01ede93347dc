import type { DatabaseSync, StatementSync } from "node:sqlite";

/** How long a webhook's ID is remembered: one day, in seconds. Its signature is valid for five minutes. */
const REMEMBERED_SECONDS = 86_400;

/** IDs of ingested webhooks, so that none is ingested twice. */
export class WebhookRows {
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
