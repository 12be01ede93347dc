import { LinkToken, MAX_OPEN_LANDING_LINKS } from "@sedge/protocol";
import * as v from "valibot";
import { OperationKey } from "../operations/operation.ts";
import { ShardNumber } from "./shard-number.ts";

/** How long an expired landing link is still known, so that a late click gets the right problem. */
export const LANDING_LINK_MEMORY_SECONDS = 30 * 86_400;

/** An open landing link: a device that has its secret may join the recipient. */
export interface OpenLandingLink {
  /** The landing link's own token. */
  readonly token: LinkToken;
  readonly recipient: LinkToken;
  /** Seconds since 1970. */
  readonly until: number;
}

/**
 * What came of taking one. `offered`: the taker may be joined to the recipient, and {@link LandingLinkRows.finish} is to follow;
 * `accepted`: the same operation has done so before. A landing link that was never offered is as one that is spent.
 */
export type AcceptedLandingLink =
  | { readonly state: "offered"; readonly recipient: LinkToken }
  | { readonly state: "accepted" | "spent" | "expired" };

const LandingLinkRow = v.strictObject({
  token: LinkToken,
  recipient: v.nullable(LinkToken),
  until: v.number(),
  key: v.nullable(OperationKey),
});
const PlaceRow = v.strictObject({ shard: ShardNumber });
const DueRow = v.strictObject({ at: v.nullable(v.number()) });

/**
 * The landing links of a shard: `landing links(token, recipient, until, key)` at the shard of the recipient, so that they go with its
 * pointer by a trigger; `landing_link_places(token, shard, until)` at the shard of the landing link's own token says where that is.
 * `key` is of the operation that took it, after which `recipient` is null. Times are seconds since 1970.
 */
export class LandingLinkRows {
  readonly #sql: SqlStorage;

  /** The tables `pointers` and `withdrawals` have to be there. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** At the landing link's own shard: stores the recipient's shard. The first value stays. */
  place(token: LinkToken, shard: ShardNumber, until: number): void {
    this.#sql.exec("INSERT INTO landing_link_places VALUES (?, ?, ?) ON CONFLICT DO NOTHING", token, shard, until);
  }

  placeOf(token: LinkToken): ShardNumber | undefined {
    const [row] = this.#sql.exec("SELECT shard FROM landing_link_places WHERE token = ?", token).toArray();
    return row && v.parse(PlaceRow, row).shard;
  }

  /**
   * Opens a landing link to a registered recipient that was not withdrawn since; one that is known stays as it is. The oldest beyond
   * the bound end.
   * @param at - When the offer was signed.
   */
  offer({ token, recipient, until }: OpenLandingLink, at: number): void {
    this.#sql.exec(
      `INSERT INTO landing_links SELECT ?1, token, ?3, NULL FROM pointers WHERE token = ?2
       AND NOT EXISTS (SELECT 1 FROM withdrawals WHERE withdrawals.token = ?2 AND at >= ?4) ON CONFLICT DO NOTHING`,
      token,
      recipient,
      until,
      at,
    );
    this.#sql.exec(
      `DELETE FROM landing_links WHERE token IN (
         SELECT token FROM landing_links WHERE recipient = ? AND key IS NULL ORDER BY until DESC, token LIMIT -1 OFFSET ?
       )`,
      recipient,
      MAX_OPEN_LANDING_LINKS,
    );
  }

  /** Takes a landing link for the operation with this key, if no other has. */
  accept(token: LinkToken, key: OperationKey, now: number): AcceptedLandingLink {
    const [row] = this.#sql.exec("SELECT * FROM landing_links WHERE token = ?", token).toArray();
    if (row === undefined) return { state: "spent" };
    const landingLink = v.parse(LandingLinkRow, row);
    if (landingLink.key !== null && landingLink.key !== key) return { state: "spent" };
    if (landingLink.recipient === null) return { state: landingLink.key === null ? "expired" : "accepted" };
    if (landingLink.until < now) return { state: "expired" };
    this.#sql.exec("UPDATE landing_links SET key = ? WHERE token = ?", key, token);
    return { state: "offered", recipient: landingLink.recipient };
  }

  /** The device is joined: whose the landing link was is forgotten. */
  finish(token: LinkToken): void {
    this.#sql.exec("UPDATE landing_links SET recipient = NULL WHERE token = ? AND key IS NOT NULL", token);
  }

  /** Those that are open for recipients. */
  open(recipients: readonly LinkToken[], now: number): OpenLandingLink[] {
    const query = `SELECT * FROM landing_links
      WHERE recipient IN (SELECT value FROM json_each(?)) AND key IS NULL AND until >= ? ORDER BY recipient, until, token`;
    return this.#sql
      .exec(query, JSON.stringify(recipients), now)
      .toArray()
      .flatMap((row) => {
        const { token, recipient, until } = v.parse(LandingLinkRow, row);
        return recipient === null ? [] : [{ token, recipient, until }];
      });
  }

  /** The recipient has withdrawn consent: deletes its landing links. */
  forget(recipient: LinkToken): void {
    this.#sql.exec("DELETE FROM landing_links WHERE recipient = ?", recipient);
  }

  /** Forgets whose those were whose time is over, and later that they were any. */
  purge(now: number): void {
    this.#sql.exec("UPDATE landing_links SET recipient = NULL WHERE recipient IS NOT NULL AND until < ?", now);
    this.#sql.exec("DELETE FROM landing_links WHERE until <= ?", now - LANDING_LINK_MEMORY_SECONDS);
    this.#sql.exec("DELETE FROM landing_link_places WHERE until <= ?", now - LANDING_LINK_MEMORY_SECONDS);
  }

  /** When something is next to be forgotten; undefined if there is nothing. */
  nextPurge(): number | undefined {
    const query = `SELECT min(at) AS at FROM (
      SELECT min(until) + 1 AS at FROM landing_links WHERE recipient IS NOT NULL
      UNION ALL SELECT min(until) + ?1 FROM landing_links
      UNION ALL SELECT min(until) + ?1 FROM landing_link_places)`;
    return v.parse(DueRow, this.#sql.exec(query, LANDING_LINK_MEMORY_SECONDS).one()).at ?? undefined;
  }
}
