import { LinkToken } from "@sedge/protocol";
import * as v from "valibot";
import type { ProfileRows } from "../graph/profile-rows.ts";
import { ShardNumber } from "./shard-number.ts";

const TokenRow = v.strictObject({ token: LinkToken });
const PointerRow = v.strictObject({ home: ShardNumber });

/** Where the profiles of a shard's own tokens are at home. */
export class Pointers {
  readonly #storage: DurableObjectStorage;
  readonly #rows: ProfileRows;
  readonly #self: ShardNumber;

  constructor(storage: DurableObjectStorage, rows: ProfileRows, self: ShardNumber) {
    this.#storage = storage;
    this.#rows = rows;
    this.#self = self;
  }

  home(token: LinkToken): ShardNumber | undefined {
    const [row] = this.#storage.sql.exec("SELECT home FROM pointers WHERE token = ?", token).toArray();
    return row && v.parse(PointerRow, row).home;
  }

  /** Every token of the shard. */
  all(): LinkToken[] {
    const rows = this.#storage.sql.exec("SELECT token FROM pointers").toArray();
    return rows.map((row) => v.parse(TokenRow, row).token);
  }

  /**
   * The token's home. A new token becomes a profile of its own here, pointer and membership in one transaction: it is
   * never half there, and two devices that bring it at once find one profile. It has drawn the ballots that it had drawn
   * before it was erased.
   * @param digest - By which an erased token is known again.
   */
  register(token: LinkToken, digest: string): ShardNumber {
    const home = this.home(token);
    if (home !== undefined) return home;
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("INSERT INTO pointers VALUES (?, ?)", token, this.#self);
      this.#rows.components.add(token);
      this.#rows.ballots.restore(token, digest);
    });
    return this.#self;
  }

  /** Only for tokens that are still registered: a pointer is made by {@link register} alone. */
  point(tokens: readonly LinkToken[], home: ShardNumber): void {
    for (const token of tokens) this.#storage.sql.exec("UPDATE pointers SET home = ? WHERE token = ?", home, token);
  }
}
