import { NONCE_MEMORY_SECONDS } from "@sedge/operator";
import { Channel, LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { ShardNumber } from "./shard-number.ts";

/** That a channel's own system has told of a token. */
export interface Told {
  readonly token: LinkToken;
  readonly channel: Channel;
}

/** A token that a message was about, and when that was signed, in seconds since 1970. */
export interface Telling {
  readonly token: LinkToken;
  readonly at: number;
}

const EndedRow = v.strictObject({ at: v.nullable(v.number()) });
const ToldRow = v.strictObject({ token: LinkToken, channel: Channel });
const PageRow = v.strictObject({ token: LinkToken, home: ShardNumber });
/** A token and where its profile is at home. */
export type ToldToken = v.InferOutput<typeof PageRow>;

/**
 * Which channels' systems have told of a shard's own tokens, by a record, a link or a codeword: `told(channel, token)`. They
 * alone may read the cluster by such a token. `told_ended(token, at)`: when it was withdrawn. Rows go with the token's pointer, by a
 * trigger, whoever deletes that.
 */
export class ToldTokens {
  readonly #sql: SqlStorage;

  /** The table `pointers` has to be there. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS told (
        channel TEXT NOT NULL, token TEXT NOT NULL, PRIMARY KEY (channel, token)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS told_token ON told (token);
      CREATE TABLE IF NOT EXISTS told_ended (
        token TEXT PRIMARY KEY, at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS told_ended_at ON told_ended (at);
      CREATE TRIGGER IF NOT EXISTS told_gone AFTER DELETE ON pointers
      BEGIN
        DELETE FROM told WHERE token = old.token;
        DELETE FROM told_ended WHERE token = old.token;
      END;
    `);
  }

  /** Only of tokens that are registered, and that were not withdrawn since: what ended meanwhile stays ended. */
  tell(telling: readonly Telling[], channel: Channel): void {
    this.#sql.exec(
      `INSERT INTO told SELECT ?1, pointers.token FROM json_each(?2) AS said
       JOIN pointers ON pointers.token = said.value ->> 'token'
       LEFT JOIN told_ended ON told_ended.token = pointers.token
       WHERE told_ended.at IS NULL OR told_ended.at < said.value ->> 'at' ON CONFLICT DO NOTHING`,
      channel,
      JSON.stringify(telling),
    );
  }

  of(tokens: readonly LinkToken[]): Told[] {
    return this.#sql
      .exec(
        "SELECT token, channel FROM told WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token, channel",
        JSON.stringify(tokens),
      )
      .toArray()
      .map((row) => v.parse(ToldRow, row));
  }

  /** The channel's next tokens after one, in their order, at most `limit`. */
  page(channel: Channel, after: LinkToken | null, limit: number): ToldToken[] {
    return this.#sql
      .exec(
        `SELECT told.token, home FROM told JOIN pointers USING (token)
         WHERE channel = ? AND told.token > ? ORDER BY told.token LIMIT ?`,
        channel,
        after ?? "",
        limit,
      )
      .toArray()
      .map((row) => v.parse(PageRow, row));
  }

  /** The token's consent was withdrawn: nobody reads by it. @param now - Seconds since 1970. */
  end(token: LinkToken, now: number): void {
    this.#sql.exec("DELETE FROM told WHERE token = ?", token);
    this.#sql.exec("INSERT OR REPLACE INTO told_ended VALUES (?, ?)", token, now);
  }

  /** Forgets withdrawals that nothing which was signed before them can come after any more. */
  purge(now: number): void {
    this.#sql.exec("DELETE FROM told_ended WHERE at <= ?", now - NONCE_MEMORY_SECONDS);
  }

  /** When the next may be forgotten; undefined if there is none. */
  nextPurge(): number | undefined {
    const { at } = v.parse(EndedRow, this.#sql.exec("SELECT min(at) AS at FROM told_ended").one());
    return at === null ? undefined : at + NONCE_MEMORY_SECONDS;
  }
}
