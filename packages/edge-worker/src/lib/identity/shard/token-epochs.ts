import { migrateSchema, type SchemaStorage } from "@sedge/operator";
import { KeyEpoch, LinkToken } from "@sedge/protocol";
import * as v from "valibot";

/** Tokens that have no row are of the first epoch: while a site has never changed its keys, none is written. */
const FIRST = v.parse(KeyEpoch, 1);

const SCHEMA = ["CREATE TABLE IF NOT EXISTS epoch_floor (floor INTEGER NOT NULL) STRICT"];

const FloorRow = v.strictObject({ floor: v.nullable(KeyEpoch) });
const EpochRow = v.strictObject({ epoch: KeyEpoch });
const TokenRow = v.strictObject({ token: LinkToken });

/**
 * Which key epoch a shard's own tokens are of: `token_epochs(token, epoch)`. Only registered tokens have a row, which goes with
 * the token's pointer, by a trigger. `epoch_floor(floor)`: the oldest epoch whose tokens are registered and used; a retirement
 * raises it before anything else, so that no isolate that has not heard of it can bring a token back.
 */
export class TokenEpochs {
  readonly #sql: SqlStorage;

  /** The table `pointers` has to be there. */
  constructor(storage: SchemaStorage) {
    this.#sql = storage.sql;
    migrateSchema(storage, "token-epochs", SCHEMA);
  }

  /** The oldest epoch whose tokens are registered and used. */
  floor(): KeyEpoch {
    return v.parse(FloorRow, this.#sql.exec("SELECT max(floor) AS floor FROM epoch_floor").one()).floor ?? FIRST;
  }

  /** Raises the floor; it never goes down. */
  raise(floor: KeyEpoch): void {
    if (floor > this.floor()) this.#sql.exec("INSERT INTO epoch_floor VALUES (?)", floor);
  }

  /**
   * The token's epoch. Of several that its holders have named it is the oldest, so that nobody saves a token of an old
   * epoch by calling it new.
   * @param named - What the holder names now.
   */
  of(token: LinkToken, named: KeyEpoch): KeyEpoch {
    const known = this.#stored(token) ?? (this.#isRegistered(token) ? FIRST : undefined);
    return known === undefined || named < known ? named : known;
  }

  /** Stores the epoch of a token that is registered. */
  keep(token: LinkToken, epoch: KeyEpoch): void {
    if (epoch === FIRST) this.#sql.exec("DELETE FROM token_epochs WHERE token = ?", token);
    else this.#sql.exec("INSERT OR REPLACE INTO token_epochs VALUES (?, ?)", token, epoch);
  }

  /** Some of the registered tokens of an epoch, at most `limit`, in their order. */
  tokens(epoch: KeyEpoch, limit: number): LinkToken[] {
    const rows = this.#sql.exec(
      `SELECT pointers.token FROM pointers LEFT JOIN token_epochs USING (token)
       WHERE coalesce(epoch, ?) = ? ORDER BY pointers.token LIMIT ?`,
      FIRST,
      epoch,
      limit,
    );
    return rows.toArray().map((row) => v.parse(TokenRow, row).token);
  }

  /** How many registered tokens are of an epoch. */
  count(epoch: KeyEpoch): number {
    const row = this.#sql
      .exec(
        "SELECT count(*) AS tokens FROM pointers LEFT JOIN token_epochs USING (token) WHERE coalesce(epoch, ?) = ?",
        FIRST,
        epoch,
      )
      .one();
    return v.parse(v.strictObject({ tokens: v.number() }), row).tokens;
  }

  #stored(token: LinkToken): KeyEpoch | undefined {
    const [row] = this.#sql.exec("SELECT epoch FROM token_epochs WHERE token = ?", token).toArray();
    return row && v.parse(EpochRow, row).epoch;
  }

  #isRegistered(token: LinkToken): boolean {
    return this.#sql.exec("SELECT 1 FROM pointers WHERE token = ?", token).toArray().length > 0;
  }
}
