import { ErasureRequests, type LinkToken, type OperationId } from "@sedge/protocol";
import * as v from "valibot";

const Request = ErasureRequests.entries.requests.item;
const RequestRow = v.pipe(
  v.strictObject({
    token: Request.entries.token,
    operation_id: Request.entries.operationId,
    filed_at: Request.entries.filedAt,
    due: Request.entries.due,
  }),
  v.transform(({ token, operation_id: operationId, filed_at: filedAt, due }) => ({ token, operationId, filedAt, due })),
);
/** Most requests that one answer lists: those that are due first. */
const MAX_LISTED = 1_000;

/**
 * Erasures that were asked for without a proof of control, in D1: one a token, until the site answers, the person takes it
 * back, or it is due and so declined.
 */
export class FiledErasures {
  readonly #database: D1Database;
  readonly #site: string;

  constructor(database: D1Database, site: string) {
    this.#database = database;
    this.#site = site;
  }

  /**
   * Files one for each token; the first that is open stays. One that a second operation repeats is nobody's to take back, since the two may
   * be of two people who know the identifier. @param due - By when the site has to answer, in seconds since 1970.
   */
  async file(tokens: readonly LinkToken[], operationId: OperationId, now: number, due: number): Promise<void> {
    const insert = this.#database.prepare(
      `INSERT INTO erasure_requests VALUES (?, ?, ?, ?, ?, 0)
       ON CONFLICT DO UPDATE SET repeated = 1 WHERE operation_id <> excluded.operation_id`,
    );
    await this.#database.batch(tokens.map((token) => insert.bind(this.#site, token, operationId, now, due)));
  }

  /** Takes back what the token asked for by an operation. True if there was such a request. */
  async revoke(token: LinkToken, operationId: OperationId): Promise<boolean> {
    const { meta } = await this.#database
      .prepare("DELETE FROM erasure_requests WHERE site = ? AND token = ? AND operation_id = ? AND repeated = 0")
      .bind(this.#site, token, operationId)
      .run();
    return meta.changes > 0;
  }

  /** Ends the tokens' requests: they are answered. */
  async finish(tokens: readonly LinkToken[]): Promise<void> {
    await this.#database
      .prepare("DELETE FROM erasure_requests WHERE site = ? AND token IN (SELECT value FROM json_each(?))")
      .bind(this.#site, JSON.stringify(tokens))
      .run();
  }

  async all(): Promise<ErasureRequests["requests"]> {
    const { results } = await this.#database
      .prepare(
        "SELECT token, operation_id, filed_at, due FROM erasure_requests WHERE site = ? ORDER BY due, token LIMIT ?",
      )
      .bind(this.#site, MAX_LISTED)
      .all();
    return results.map((row) => v.parse(RequestRow, row));
  }

  async find(token: LinkToken): Promise<ErasureRequests["requests"][number] | undefined> {
    const row = await this.#database
      .prepare("SELECT token, operation_id, filed_at, due FROM erasure_requests WHERE site = ? AND token = ?")
      .bind(this.#site, token)
      .first();
    return row === null ? undefined : v.parse(RequestRow, row);
  }
}
