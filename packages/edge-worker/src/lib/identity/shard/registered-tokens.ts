import { NONCE_MEMORY_SECONDS } from "@sedge/operator";
import { Channel, LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import { ShardNumber } from "./shard-number.ts";

/** A channel that has registered a token. */
export interface KnownBy {
  readonly token: LinkToken;
  readonly channel: Channel;
}

/** A token that a message was about, and when that was signed, in seconds since 1970. */
export interface Registration {
  readonly token: LinkToken;
  readonly at: number;
}

const EndedRow = v.strictObject({ at: v.nullable(v.number()) });
const RegisteredRow = v.strictObject({ token: LinkToken, channel: Channel });
const TokenRow = v.strictObject({ token: LinkToken });
const PageRow = v.strictObject({ token: LinkToken, home: ShardNumber });
/** A token and where its profile is at home. */
export type RegisteredToken = v.InferOutput<typeof PageRow>;

/**
 * Which channels have registered this shard's tokens, by a record, a link or a codeword: `registered(channel,
 * token)`. Only these channels may read the token's cluster. `withdrawals(token, at, channels)`: when the token's consent was
 * withdrawn, and which channels had registered it until then: a connector withdraws before it erases. The rows are deleted with the token's pointer, by a trigger.
 */
export class RegisteredTokens {
  readonly #sql: SqlStorage;

  /** The table `pointers` has to be there. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Registers tokens that have a pointer and that were not withdrawn after `at`. */
  register(registrations: readonly Registration[], channel: Channel): void {
    this.#sql.exec(
      `INSERT INTO registered SELECT ?1, pointers.token FROM json_each(?2) AS registration
       JOIN pointers ON pointers.token = registration.value ->> 'token'
       LEFT JOIN withdrawals ON withdrawals.token = pointers.token
       WHERE withdrawals.at IS NULL OR withdrawals.at < registration.value ->> 'at' ON CONFLICT DO NOTHING`,
      channel,
      JSON.stringify(registrations),
    );
  }

  of(tokens: readonly LinkToken[]): KnownBy[] {
    return this.#sql
      .exec(
        "SELECT token, channel FROM registered WHERE token IN (SELECT value FROM json_each(?)) ORDER BY token, channel",
        JSON.stringify(tokens),
      )
      .toArray()
      .map((row) => v.parse(RegisteredRow, row));
  }

  /** Those of the tokens that the channel has registered, or had until they were withdrawn. */
  confirmed(tokens: readonly LinkToken[], channel: Channel): LinkToken[] {
    return this.#sql
      .exec(
        `SELECT value AS token FROM json_each(?1) AS asked WHERE
         EXISTS (SELECT 1 FROM registered WHERE token = asked.value AND channel = ?2) OR
         EXISTS (SELECT 1 FROM withdrawals, json_each(channels) AS one WHERE token = asked.value AND one.value = ?2)`,
        JSON.stringify(tokens),
        channel,
      )
      .toArray()
      .map((row) => v.parse(TokenRow, row).token);
  }

  /** The channel's next tokens after one, in their order, at most `limit`. */
  page(channel: Channel, after: LinkToken | null, limit: number): RegisteredToken[] {
    return this.#sql
      .exec(
        `SELECT registered.token, home FROM registered JOIN pointers USING (token)
         WHERE channel = ? AND registered.token > ? ORDER BY registered.token LIMIT ?`,
        channel,
        after ?? "",
        limit,
      )
      .toArray()
      .map((row) => v.parse(PageRow, row));
  }

  /** The token's consent was withdrawn: no channel may read by it. @param now - Seconds since 1970. */
  end(token: LinkToken, now: number): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO withdrawals (token, at, channels) SELECT ?1, ?2, json_group_array(channel) FROM
       (SELECT channel FROM registered WHERE token = ?1 UNION
        SELECT value FROM withdrawals, json_each(channels) WHERE token = ?1)`,
      token,
      now,
    );
    this.#sql.exec("DELETE FROM registered WHERE token = ?", token);
  }

  /** Deletes withdrawals that no earlier message can follow any more. */
  purge(now: number): void {
    this.#sql.exec("DELETE FROM withdrawals WHERE at <= ?", now - NONCE_MEMORY_SECONDS);
  }

  /** When the next may be forgotten; undefined if there is none. */
  nextPurge(): number | undefined {
    const { at } = v.parse(EndedRow, this.#sql.exec("SELECT min(at) AS at FROM withdrawals").one());
    return at === null ? undefined : at + NONCE_MEMORY_SECONDS;
  }
}
