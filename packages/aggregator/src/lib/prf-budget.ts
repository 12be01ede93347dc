import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";

const HOUR_SECONDS = 3_600;
const SpentRow = v.strictObject({ elements: v.number() });

/** Whether elements may be evaluated; if not, how long until the next hour begins. */
export type BudgetAnswer = { readonly granted: true } | { readonly granted: false; readonly retryAfterSeconds: number };

/**
 * How many blinded elements were evaluated for one site (`idFromName(site)`) in the current hour.
 *
 * - Methods: `spend`.
 * - Storage: `spent(hour, elements)`, one row.
 * - Lifetime: the row of an hour is deleted by the first request of another.
 * - Invariant: `elements` never exceeds the limit; a refused request spends nothing.
 */
export class PrfBudget extends DurableObject<object> {
  readonly #sql: SqlStorage;

  constructor(context: DurableObjectState, env: object) {
    super(context, env);
    this.#sql = context.storage.sql;
    this.#sql.exec("CREATE TABLE IF NOT EXISTS spent (hour INTEGER PRIMARY KEY, elements INTEGER NOT NULL) STRICT");
  }

  /** @param now - Seconds since 1970. */
  spend(elements: number, limit: number, now: number): BudgetAnswer {
    const hour = Math.floor(now / HOUR_SECONDS);
    const [row] = this.#sql.exec("SELECT elements FROM spent WHERE hour = ?", hour).toArray();
    const spent = row ? v.parse(SpentRow, row).elements : 0;
    if (spent + elements > limit) return { granted: false, retryAfterSeconds: (hour + 1) * HOUR_SECONDS - now };
    this.#sql.exec("DELETE FROM spent WHERE hour <> ?", hour);
    this.#sql.exec(
      "INSERT INTO spent VALUES (?, ?) ON CONFLICT (hour) DO UPDATE SET elements = elements + excluded.elements",
      hour,
      elements,
    );
    return { granted: true };
  }
}
