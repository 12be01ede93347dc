import { type CountedDigest, migrateSchema } from "@sedge/operator";
import type { RoundId } from "@sedge/protocol";
import * as v from "valibot";

const SCHEMA = [
  "CREATE TABLE address_ballots (digest TEXT PRIMARY KEY, drawn INTEGER NOT NULL) STRICT, WITHOUT ROWID; CREATE INDEX address_ballots_drawn ON address_ballots (drawn)",
  "ALTER TABLE address_ballots ADD COLUMN round TEXT NOT NULL DEFAULT ''; CREATE INDEX address_ballots_round ON address_ballots (round)",
];

/** Most networks counted at once, some 30 MB. Beyond that, those that have drawn least are dropped first. */
const MAX_NETWORKS = 200_000;

const DrawnRow = v.strictObject({ drawn: v.number() });
const CountRow = v.strictObject({ counted: v.number() });

/**
 * Ballots that pages of each network address have drawn in each running task: `address_ballots(digest, drawn, round)`. A digest is keyed with
 * the task's secret, which is deleted with the round's end, as these rows are: afterwards no list of addresses can be tried against
 * what a backup has of them.
 */
export class AddressBallots {
  readonly #sql: SqlStorage;
  readonly #storage: DurableObjectStorage;
  readonly #maxNetworks: number;
  /** How many networks are counted, so that no request counts rows. */
  #counted: number | undefined;

  constructor(storage: DurableObjectStorage, maxNetworks = MAX_NETWORKS) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#maxNetworks = maxNetworks;
    migrateSchema(storage, "address-ballots", SCHEMA);
  }

  /** Counts one ballot for every network of an address, if each has room. @param most - Of the smallest network. */
  draw(round: RoundId, networks: readonly CountedDigest[], most: number): boolean {
    return this.#storage.transactionSync(() => {
      const known = networks.map(({ digest, times }) => ({ digest, drawn: this.#drawn(digest), most: most * times }));
      if (known.some((one) => (one.drawn ?? 0) >= one.most)) return false;
      for (const { digest, drawn } of known) {
        if (drawn === undefined) this.#makeRoom();
        this.#sql.exec(
          "INSERT OR REPLACE INTO address_ballots (digest, drawn, round) VALUES (?, ?, ?)",
          digest,
          (drawn ?? 0) + 1,
          round,
        );
      }
      return true;
    });
  }

  /** Forgets those of a task that is over, and those that were counted before each task had its own. */
  clear(round: RoundId): void {
    this.#sql.exec("DELETE FROM address_ballots WHERE round IN (?, '')", round);
    this.#counted = undefined;
  }

  #drawn(digest: string): number | undefined {
    const [row] = this.#sql.exec("SELECT drawn FROM address_ballots WHERE digest = ?", digest).toArray();
    return row && v.parse(DrawnRow, row).drawn;
  }

  #makeRoom(): void {
    const row = () => this.#sql.exec("SELECT count(*) AS counted FROM address_ballots").one();
    const counted = this.#counted ?? v.parse(CountRow, row()).counted;
    this.#counted = Math.min(this.#maxNetworks, counted + 1);
    if (counted < this.#maxNetworks) return;
    this.#sql.exec(
      "DELETE FROM address_ballots WHERE digest = (SELECT digest FROM address_ballots ORDER BY drawn LIMIT 1)",
    );
  }
}
