import * as v from "valibot";
import { migrateSchema, type SchemaStorage } from "../storage/schema-migrations.ts";
import { type ElementLimits, spend, type Spending, type Spent, spentNow } from "./element-window.ts";

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS spent (
    spender TEXT PRIMARY KEY, minute INTEGER NOT NULL, in_minute INTEGER NOT NULL,
    day INTEGER NOT NULL, in_day INTEGER NOT NULL, refused INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
];

const SpentRow = v.pipe(
  v.strictObject({
    spender: v.string(),
    minute: v.number(),
    in_minute: v.number(),
    day: v.number(),
    in_day: v.number(),
    refused: v.number(),
  }),
  v.transform(({ spender, in_minute, in_day, ...rest }) => ({
    spender,
    spent: { ...rest, inMinute: in_minute, inDay: in_day },
  })),
);

/**
 * What each spender of a site has spent: `spent(spender, minute, in_minute, day, in_day, refused)`, one row for the pages
 * and one for each connector key. It outlives restarts.
 */
export class ElementBudget {
  readonly #sql: SqlStorage;

  constructor(storage: SchemaStorage) {
    this.#sql = storage.sql;
    migrateSchema(storage, "element-budget", SCHEMA);
  }

  /** What `spend` decides of the spender, which is kept. */
  spend(spender: string, elements: number, limits: ElementLimits, now: number): Spending {
    const spending = spend(this.#row(spender), elements, limits, now);
    const { minute, inMinute, day, inDay, refused } = spending.spent;
    this.#sql.exec(
      "INSERT OR REPLACE INTO spent VALUES (?, ?, ?, ?, ?, ?)",
      spender,
      minute,
      inMinute,
      day,
      inDay,
      refused,
    );
    return spending;
  }

  /** What the spender has spent in the running minute and day. */
  spent(spender: string, now: number): Spent {
    return spentNow(this.#row(spender), now);
  }

  #row(spender: string): Spent | undefined {
    const [row] = this.#sql.exec("SELECT * FROM spent WHERE spender = ?", spender).toArray();
    return row && v.parse(SpentRow, row).spent;
  }
}
