import * as v from "valibot";

/** What is remembered of a token's end: its profile was erased, its consent was withdrawn, or both. */
export const TombstoneKind = v.picklist(["erased", "withdrawn", "left"]);
export type TombstoneKind = v.InferOutput<typeof TombstoneKind>;
/** What an erasure leaves. `none`: the schedule or a retirement has ended what nobody has asked for. */
export const ErasureKind = v.picklist(["erased", "left", "none"]);
export type ErasureKind = v.InferOutput<typeof ErasureKind>;

/** That a token was erased or withdrawn. The digest recognises it and does not name it. */
export const Tombstone = v.strictObject({
  sequence: v.number(),
  digest: v.string(),
  kind: TombstoneKind,
  /** Seconds since 1970. */
  at: v.number(),
});
export type Tombstone = v.InferOutput<typeof Tombstone>;

const MarkRow = v.strictObject({ sequence: v.nullable(v.number()) });

/**
 * The journal of a shard's erasures and withdrawals, each with the next number: `tombstones(sequence, digest, kind, at)`, the last of
 * each token and kind. `journal_marks(name, sequence)`: `written`, the last number; `mirrored`, up to which D1 has them; `of N`, how far the
 * journal of shard N was when this one last looked.
 */
export class Tombstones {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  mark(name: string): number {
    const [row] = this.#sql.exec("SELECT sequence FROM journal_marks WHERE name = ?", name).toArray();
    return row === undefined ? 0 : (v.parse(MarkRow, row).sequence ?? 0);
  }

  setMark(name: string, sequence: number): void {
    this.#sql.exec("INSERT OR REPLACE INTO journal_marks VALUES (?, ?)", name, sequence);
  }

  /** Adds one with the next number. A step inside the caller's transaction. */
  add(digest: string, kind: TombstoneKind, at: number): void {
    this.put({ sequence: this.mark("written") + 1, digest, kind, at });
  }

  /** Stores one under its number. */
  put({ sequence, digest, kind, at }: Tombstone): void {
    this.#sql.exec("DELETE FROM tombstones WHERE digest = ? AND kind = ?", digest, kind);
    this.#sql.exec("INSERT OR REPLACE INTO tombstones VALUES (?, ?, ?, ?)", sequence, digest, kind, at);
    this.setMark("written", Math.max(sequence, this.mark("written")));
  }

  /** Whether the token with this digest was erased. */
  isErased(digest: string): boolean {
    const query = "SELECT 1 FROM tombstones WHERE digest = ? AND kind <> 'withdrawn'";
    return this.#sql.exec(query, digest).toArray().length > 0;
  }

  /** Those after a number, at most `limit`. */
  after(sequence: number, limit: number): Tombstone[] {
    const query = "SELECT * FROM tombstones WHERE sequence > ? ORDER BY sequence LIMIT ?";
    return this.#sql
      .exec(query, sequence, limit)
      .toArray()
      .map((row) => v.parse(Tombstone, row));
  }

  /** Deletes those of before a time, at most `limit`. True: there may be more. */
  end(since: number, limit: number): boolean {
    const query = "DELETE FROM tombstones WHERE sequence IN (SELECT sequence FROM tombstones WHERE at < ? LIMIT ?)";
    this.#sql.exec(query, since, limit);
    return this.#sql.exec("SELECT 1 FROM tombstones WHERE at < ? LIMIT 1", since).toArray().length > 0;
  }
}
