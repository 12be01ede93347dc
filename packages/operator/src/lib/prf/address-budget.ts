import * as v from "valibot";
import { migrateSchema, type SchemaStorage } from "../storage/schema-migrations.ts";
import type { CountedDigest } from "./address-digest.ts";
import { DAY_SECONDS, type ElementLimits, spend, type Spending, type Spent } from "./element-window.ts";

/** What an address spends: evaluations, and tokens that a page registers. */
export type AddressKind = "evaluations" | "registrations";

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS address_spent (
    kind TEXT NOT NULL, digest TEXT NOT NULL, minute INTEGER NOT NULL, in_minute INTEGER NOT NULL,
    day INTEGER NOT NULL, in_day INTEGER NOT NULL, refused INTEGER NOT NULL, PRIMARY KEY (kind, digest)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS address_spent_day ON address_spent (day);
  CREATE INDEX IF NOT EXISTS address_spent_least ON address_spent (kind, in_day)`,
];

/** Most networks counted at once for one kind, some 10 MB. Beyond that, those that have spent least are dropped first. */
const MAX_NETWORKS = 50_000;

const SpentRow = v.pipe(
  v.strictObject({
    minute: v.number(),
    in_minute: v.number(),
    day: v.number(),
    in_day: v.number(),
    refused: v.number(),
  }),
  v.transform(({ in_minute, in_day, ...rest }): Spent => ({ ...rest, inMinute: in_minute, inDay: in_day })),
);
const ReportRow = v.strictObject({ counted: v.number(), refused: v.number() });

/**
 * What each network address has spent today: `address_spent(kind, digest, minute, in_minute, day, in_day, refused)`. It outlives
 * restarts, or anyone who waits until the object is evicted would have a new budget each time. Addresses come as keyed digests
 * whose key changes with the day; yesterday's rows are deleted.
 */
export class AddressBudget {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  readonly #maxNetworks: number;
  /** How many networks are counted, so that no request counts rows. */
  readonly #counted = new Map<AddressKind, number>();
  /** The day of which all rows are; 0 before the first spending since the object started. */
  #day = 0;

  /** @param maxNetworks - Most networks counted at once for one kind. */
  constructor(storage: DurableObjectStorage & SchemaStorage, maxNetworks = MAX_NETWORKS) {
    this.#storage = storage;
    this.#maxNetworks = maxNetworks;
    this.#sql = storage.sql;
    migrateSchema(storage, "address-budget", SCHEMA);
  }

  /** Spends for every network of an address, if each has room. @param limits - Of the smallest network. */
  spend(kind: AddressKind, networks: readonly CountedDigest[], elements: number, limits: ElementLimits, now: number) {
    return this.#storage.transactionSync((): Spending | undefined => {
      this.purge(now);
      const spendings = networks.map(({ digest, times }) => {
        const theirs = { perMinute: limits.perMinute * times, perDay: limits.perDay * times };
        const before = this.#row(kind, digest);
        return { digest, isNew: before === undefined, spending: spend(before, elements, theirs, now) };
      });
      const refused = spendings.find(({ spending }) => !spending.isGranted);
      for (const { digest, isNew, spending } of refused ? [refused] : spendings) {
        this.#put(kind, digest, isNew, spending.spent);
      }
      return (refused ?? spendings[0])?.spending;
    });
  }

  /** How many networks are counted, and how many of them were refused something. */
  report(kind: AddressKind): { counted: number; refused: number } {
    const row = this.#sql
      .exec("SELECT count(*) AS counted, count(nullif(refused, 0)) AS refused FROM address_spent WHERE kind = ?", kind)
      .one();
    return v.parse(ReportRow, row);
  }

  /** Deletes what is not of today. @param now - Seconds since 1970. */
  purge(now: number): void {
    const day = Math.floor(now / DAY_SECONDS);
    if (day === this.#day) return;
    this.#day = day;
    this.#sql.exec("DELETE FROM address_spent WHERE day <> ?", day);
    this.#counted.clear();
  }

  #row(kind: AddressKind, digest: string): Spent | undefined {
    const [row] = this.#sql
      .exec(
        "SELECT minute, in_minute, day, in_day, refused FROM address_spent WHERE kind = ? AND digest = ?",
        kind,
        digest,
      )
      .toArray();
    return row && v.parse(SpentRow, row);
  }

  #put(kind: AddressKind, digest: string, isNew: boolean, { minute, inMinute, day, inDay, refused }: Spent): void {
    if (isNew) this.#makeRoom(kind);
    const values = [kind, digest, minute, inMinute, day, inDay, refused];
    this.#sql.exec("INSERT OR REPLACE INTO address_spent VALUES (?, ?, ?, ?, ?, ?, ?)", ...values);
  }

  /** Counts one network more, and drops another where there are too many. */
  #makeRoom(kind: AddressKind): void {
    const counted = this.#counted.get(kind) ?? this.report(kind).counted;
    if (counted >= this.#maxNetworks) {
      this.#sql.exec(
        `DELETE FROM address_spent WHERE kind = ?1 AND digest =
         (SELECT digest FROM address_spent WHERE kind = ?1 ORDER BY in_day LIMIT 1)`,
        kind,
      );
    }
    this.#counted.set(kind, Math.min(this.#maxNetworks, counted + 1));
  }
}
