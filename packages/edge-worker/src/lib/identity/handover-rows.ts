import { LinkToken, MAX_OPEN_HANDOVERS } from "@sedge/protocol";
import * as v from "valibot";
import { OperationKey } from "./operation-key.ts";
import { ShardNumber } from "./shard-number.ts";

/** How long after its time it is still known that a hand-over was one, so that a late click is told the right reason. */
export const HANDOVER_MEMORY_SECONDS = 30 * 86_400;

/** A hand-over that is open: who holds its secret may join a device to the recipient. */
export interface OpenHandover {
  /** The hand-over's own token. */
  readonly token: LinkToken;
  readonly recipient: LinkToken;
  /** Seconds since 1970. */
  readonly until: number;
}

/**
 * What came of taking one. `offered`: the taker may be joined to the recipient, and {@link HandoverRows.finish} is to follow;
 * `taken`: the same operation has done so before. A hand-over that was never offered is as one that is spent.
 */
export type TakenHandover =
  | { readonly state: "offered"; readonly recipient: LinkToken }
  | { readonly state: "taken" | "spent" | "expired" };

const HandoverRow = v.strictObject({
  token: LinkToken,
  recipient: v.nullable(LinkToken),
  until: v.number(),
  key: v.nullable(OperationKey),
});
const PlaceRow = v.strictObject({ shard: ShardNumber });
const DueRow = v.strictObject({ at: v.nullable(v.number()) });

/**
 * The hand-overs of a shard: `handovers(token, recipient, until, key)` at the shard of the recipient, so that they go with its
 * pointer by a trigger; `handover_places(token, shard, until)` at the shard of the hand-over's own token says where that is.
 * `key` is of the operation that took it, after which `recipient` is null. Times are seconds since 1970.
 */
export class HandoverRows {
  readonly #sql: SqlStorage;

  /** The tables `pointers` and `told_ended` have to be there. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS handovers (
        token TEXT PRIMARY KEY, recipient TEXT, until INTEGER NOT NULL, key TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS handovers_recipient ON handovers (recipient, until) WHERE recipient IS NOT NULL;
      CREATE INDEX IF NOT EXISTS handovers_until ON handovers (until);
      CREATE TRIGGER IF NOT EXISTS handover_gone AFTER DELETE ON pointers
      BEGIN
        DELETE FROM handovers WHERE recipient = old.token;
      END;
      CREATE TABLE IF NOT EXISTS handover_places (
        token TEXT PRIMARY KEY, shard INTEGER NOT NULL, until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS handover_places_until ON handover_places (until);
    `);
  }

  /** At the hand-over's own shard: where its recipient's shard is. What was said first stays. */
  place(token: LinkToken, shard: ShardNumber, until: number): void {
    this.#sql.exec("INSERT INTO handover_places VALUES (?, ?, ?) ON CONFLICT DO NOTHING", token, shard, until);
  }

  placeOf(token: LinkToken): ShardNumber | undefined {
    const [row] = this.#sql.exec("SELECT shard FROM handover_places WHERE token = ?", token).toArray();
    return row && v.parse(PlaceRow, row).shard;
  }

  /**
   * Opens a hand-over to a registered recipient that was not withdrawn since; one that is known stays as it is. The oldest beyond
   * the bound end.
   * @param at - When the offer was signed.
   */
  offer({ token, recipient, until }: OpenHandover, at: number): void {
    this.#sql.exec(
      `INSERT INTO handovers SELECT ?1, token, ?3, NULL FROM pointers WHERE token = ?2
       AND NOT EXISTS (SELECT 1 FROM told_ended WHERE told_ended.token = ?2 AND at >= ?4) ON CONFLICT DO NOTHING`,
      token,
      recipient,
      until,
      at,
    );
    this.#sql.exec(
      `DELETE FROM handovers WHERE token IN (
         SELECT token FROM handovers WHERE recipient = ? AND key IS NULL ORDER BY until DESC, token LIMIT -1 OFFSET ?
       )`,
      recipient,
      MAX_OPEN_HANDOVERS,
    );
  }

  /** Takes a hand-over for the operation with this key, if no other has. */
  take(token: LinkToken, key: OperationKey, now: number): TakenHandover {
    const [row] = this.#sql.exec("SELECT * FROM handovers WHERE token = ?", token).toArray();
    if (row === undefined) return { state: "spent" };
    const handover = v.parse(HandoverRow, row);
    if (handover.key !== null && handover.key !== key) return { state: "spent" };
    if (handover.recipient === null) return { state: handover.key === null ? "expired" : "taken" };
    if (handover.until < now) return { state: "expired" };
    this.#sql.exec("UPDATE handovers SET key = ? WHERE token = ?", key, token);
    return { state: "offered", recipient: handover.recipient };
  }

  /** The device is joined: whose the hand-over was is forgotten. */
  finish(token: LinkToken): void {
    this.#sql.exec("UPDATE handovers SET recipient = NULL WHERE token = ? AND key IS NOT NULL", token);
  }

  /** Those that are open for recipients. */
  open(recipients: readonly LinkToken[], now: number): OpenHandover[] {
    const query = `SELECT * FROM handovers
      WHERE recipient IN (SELECT value FROM json_each(?)) AND key IS NULL AND until >= ? ORDER BY recipient, until, token`;
    return this.#sql
      .exec(query, JSON.stringify(recipients), now)
      .toArray()
      .flatMap((row) => {
        const { token, recipient, until } = v.parse(HandoverRow, row);
        return recipient === null ? [] : [{ token, recipient, until }];
      });
  }

  /** The recipient's consent was withdrawn: nobody is joined to it. */
  forget(recipient: LinkToken): void {
    this.#sql.exec("DELETE FROM handovers WHERE recipient = ?", recipient);
  }

  /** Forgets whose those were whose time is over, and later that they were any. */
  purge(now: number): void {
    this.#sql.exec("UPDATE handovers SET recipient = NULL WHERE recipient IS NOT NULL AND until < ?", now);
    this.#sql.exec("DELETE FROM handovers WHERE until <= ?", now - HANDOVER_MEMORY_SECONDS);
    this.#sql.exec("DELETE FROM handover_places WHERE until <= ?", now - HANDOVER_MEMORY_SECONDS);
  }

  /** When something is next to be forgotten; undefined if there is nothing. */
  nextPurge(): number | undefined {
    const query = `SELECT min(at) AS at FROM (
      SELECT min(until) + 1 AS at FROM handovers WHERE recipient IS NOT NULL
      UNION ALL SELECT min(until) + ?1 FROM handovers
      UNION ALL SELECT min(until) + ?1 FROM handover_places)`;
    return v.parse(DueRow, this.#sql.exec(query, HANDOVER_MEMORY_SECONDS).one()).at ?? undefined;
  }
}
