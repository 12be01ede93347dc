import { epsilonOf } from "./zcdp-epsilon.ts";

/** How every published ε of Sedge is computed; stated wherever one is published. */
export const ACCOUNTANT = "zCDP, one operator's noise, Canonne-Kamath-Steinke 2020";

/** One thing that was released: a round of a site. */
export interface PrivacySpending {
  /** The round. */
  readonly id: string;
  /** What it cost each person who voted in it, as zCDP; more than 0. */
  readonly rho: number;
}

/** All that was released so far, and what it costs a person who took part in all of it. */
export interface PrivacyLedger {
  readonly spendings: readonly PrivacySpending[];
  readonly rho: number;
}

/** Nothing released yet. */
export const EMPTY_LEDGER: PrivacyLedger = { spendings: [], rho: 0 };

/**
 * The ledger after one more release. The same id again changes nothing, so that a repeated close is not charged twice.
 * Losses add up (zCDP composition), over rounds and generations alike.
 *
 * @throws RangeError for a ρ that is not more than 0, or a known id with another ρ.
 */
export function spend(ledger: PrivacyLedger, spending: PrivacySpending): PrivacyLedger {
  if (!(spending.rho > 0)) throw new RangeError("rho is more than 0");
  const known = ledger.spendings.find(({ id }) => id === spending.id);
  if (known !== undefined) {
    if (known.rho !== spending.rho) throw new RangeError("the round was released with another rho");
    return ledger;
  }
  return { spendings: [...ledger.spendings, spending], rho: ledger.rho + spending.rho };
}

/** The ε at δ of everything in the ledger together. */
export function ledgerEpsilon(ledger: PrivacyLedger, delta: number): number {
  return epsilonOf(ledger.rho, delta);
}
