import { ErasureRequests, type LinkToken, type OperationId } from "@sedge/protocol";
import * as v from "valibot";

/** How long a site has to answer an erasure that was asked for without a proof: GDPR, article 12 (3), one month. */
export const ERASURE_ANSWER_SECONDS = 30 * 86_400;

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

  /** Files one for each token; the first that is open stays. @param now - Seconds since 1970. @returns When they are due. */
  async file(tokens: readonly LinkToken[], operationId: OperationId, now: number): Promise<number> {
    const due = now + ERASURE_ANSWER_SECONDS;
    const insert = this.#database.prepare("INSERT INTO erasure_requests VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    await this.#database.batch(tokens.map((token) => insert.bind(this.#site, token, operationId, now, due)));
    return due;
  }

  /** Takes back what the token asked for by an operation. True if there was such a request. */
  async revoke(token: LinkToken, operationId: OperationId): Promise<boolean> {
    const { meta } = await this.#database
      .prepare("DELETE FROM erasure_requests WHERE site = ? AND token = ? AND operation_id = ?")
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

/** Declines what no site has answered in time. @param now - Milliseconds since 1970. */
export async function declineOverdueErasures({ DB }: { readonly DB: D1Database }, now: () => number): Promise<void> {
  await DB.prepare("DELETE FROM erasure_requests WHERE due <= ?")
    .bind(Math.floor(now() / 1_000))
    .run();
}
