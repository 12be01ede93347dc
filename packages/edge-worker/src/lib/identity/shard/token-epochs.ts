import { KeyEpoch, LinkToken } from "@sedge/protocol";
import * as v from "valibot";

/** Tokens that have no row are of the first epoch: while a site has never changed its keys, none is written. */
const FIRST = v.parse(KeyEpoch, 1);

const EpochRow = v.strictObject({ epoch: KeyEpoch });
const TokenRow = v.strictObject({ token: LinkToken });

/**
 * The key epochs of a shard's own tokens: `token_epochs(token, epoch)`. A trigger deletes a token's row with its
 * pointer.
 */
export class TokenEpochs {
  readonly #sql: SqlStorage;

  /** The table `pointers` has to be there. */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * The token's epoch. Of several that its holders have named it is the oldest, so that nobody saves a token of an old
   * epoch by calling it new.
   * @param named - What the holder names now.
   * @param isKept - Whether to remember it: only where the token is about to be registered, if it is not.
   */
  note(token: LinkToken, named: KeyEpoch, isKept: boolean): KeyEpoch {
    const known = this.#of(token) ?? (this.#isRegistered(token) ? FIRST : undefined);
    const epoch = known === undefined || named < known ? named : known;
    if (!isKept || epoch === known) return epoch;
    if (epoch === FIRST) this.#sql.exec("DELETE FROM token_epochs WHERE token = ?", token);
    else this.#sql.exec("INSERT OR REPLACE INTO token_epochs VALUES (?, ?)", token, epoch);
    return epoch;
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

  #of(token: LinkToken): KeyEpoch | undefined {
    const [row] = this.#sql.exec("SELECT epoch FROM token_epochs WHERE token = ?", token).toArray();
    return row && v.parse(EpochRow, row).epoch;
  }

  #isRegistered(token: LinkToken): boolean {
    return this.#sql.exec("SELECT 1 FROM pointers WHERE token = ?", token).toArray().length > 0;
  }
}
