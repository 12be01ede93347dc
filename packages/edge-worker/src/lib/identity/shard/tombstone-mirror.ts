import * as v from "valibot";
import { Tombstone, type Tombstones } from "./tombstones.ts";
import { LinkToken } from "@sedge/protocol";
import { tokenDigest } from "../operations/short-memory.ts";
import { ShardNumber, shardOf } from "./shard-number.ts";

/** Tombstones that one message to D1 carries. */
const AT_ONCE = 20;
/** Tombstones that are read at once. */
export const PAGE = 100;

const TokenRow = v.strictObject({ token: LinkToken });
const MarkRow = v.strictObject({ shard: ShardNumber, sequence: v.number() });
const HAS_LINK = "instr(',' || purposes || ',', ',link,') > 0";

/** A shard's journal in D1: the copy from which either store is brought up to date after the other was restored. */
export class TombstoneMirror {
  readonly #database: D1Database;
  readonly #site: string;
  readonly #shard: ShardNumber;
  readonly #tombstones: Tombstones;

  constructor(database: D1Database, site: string, shard: ShardNumber, tombstones: Tombstones) {
    this.#database = database;
    this.#site = site;
    this.#shard = shard;
    this.#tombstones = tombstones;
  }

  /** How far D1 has the journal of each of the site's shards. */
  async marks(): Promise<ReadonlyMap<ShardNumber, number>> {
    const query = "SELECT shard, sequence FROM tombstone_marks WHERE site = ?";
    const { results } = await this.#database.prepare(query).bind(this.#site).all();
    return new Map(results.map((row) => v.parse(MarkRow, row)).map(({ shard, sequence }) => [shard, sequence]));
  }

  /** The shard's tombstones in D1 after a number, in order. */
  async after(sequence: number): Promise<Tombstone[]> {
    const { results } = await this.#database
      .prepare(
        `SELECT sequence, digest, kind, at FROM tombstones WHERE site = ? AND shard = ? AND sequence > ?
         ORDER BY sequence LIMIT ?`,
      )
      .bind(this.#site, this.#shard, sequence, PAGE)
      .all();
    return results.map((row) => v.parse(Tombstone, row));
  }

  /**
   * Copies what D1 has not got, and deletes the consents of those who were erased. What fails is copied by the next call.
   * @param options.isRestored - D1 has lost it, and with it the receipts of withdrawals and that erasures were answered.
   */
  async push({ isRestored = false } = {}): Promise<void> {
    if (isRestored) await this.#dropRequests();
    for (;;) {
      const some = this.#tombstones.after(this.#tombstones.mark("mirrored"), AT_ONCE);
      const last = some.at(-1);
      if (last === undefined) return;
      await this.#database.batch([
        ...some.flatMap((one) => this.#copies(one, isRestored)),
        this.#marked(last.sequence),
      ]);
      this.#tombstones.setMark("mirrored", Math.max(last.sequence, this.#tombstones.mark("mirrored")));
    }
  }

  /** Erasures that were asked for of tokens that are erased since. */
  async #dropRequests(): Promise<void> {
    const { results } = await this.#database
      .prepare("SELECT token FROM erasure_requests WHERE site = ?")
      .bind(this.#site)
      .all();
    for (const row of results) {
      const { token } = v.parse(TokenRow, row);
      if (shardOf(token) !== this.#shard || !this.#tombstones.isErased(await tokenDigest(token))) continue;
      const query = "DELETE FROM erasure_requests WHERE site = ? AND token = ?";
      await this.#database.prepare(query).bind(this.#site, token).run();
    }
  }

  #copies({ sequence, digest, kind, at }: Tombstone, isRestored: boolean): D1PreparedStatement[] {
    const insert = this.#database
      .prepare("INSERT OR REPLACE INTO tombstones VALUES (?, ?, ?, ?, ?, ?)")
      .bind(this.#site, this.#shard, sequence, digest, kind, at);
    // The receipt of a withdrawal keeps older consents out.
    const withdrawal = this.#database
      .prepare(
        `INSERT INTO receipts SELECT ?1, ?2, '', policy_version, date(?3, 'unixepoch'), '', '' FROM sites WHERE id = ?1 AND NOT EXISTS
           (SELECT 1 FROM receipts WHERE site = ?1 AND subject = ?2 AND NOT ${HAS_LINK} AND day >= date(?3 - 86400, 'unixepoch'))
         ON CONFLICT DO NOTHING`,
      )
      .bind(this.#site, digest, at);
    const consents = this.#database
      .prepare(`DELETE FROM receipts WHERE site = ? AND subject = ? AND ${HAS_LINK} AND day <= date(?, 'unixepoch')`)
      .bind(this.#site, digest, at);
    return [
      insert,
      ...(isRestored && kind !== "erased" ? [withdrawal] : []),
      ...(kind === "withdrawn" ? [] : [consents]),
    ];
  }

  #marked(sequence: number): D1PreparedStatement {
    return this.#database
      .prepare(
        "INSERT INTO tombstone_marks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sequence = max(sequence, excluded.sequence)",
      )
      .bind(this.#site, this.#shard, sequence);
  }
}
