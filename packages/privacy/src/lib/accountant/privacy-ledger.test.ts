import { expect, test } from "vitest";
import { EMPTY_LEDGER, ledgerEpsilon, spend } from "./privacy-ledger.ts";
import { epsilonOf } from "./zcdp-epsilon.ts";

test("losses add up, and epsilon is taken of their sum", () => {
  const ledger = spend(spend(EMPTY_LEDGER, { id: "r1", rho: 0.01 }), { id: "r2", rho: 0.03 });
  expect(ledger.rho).toBeCloseTo(0.04, 15);
  expect(ledgerEpsilon(ledger, 1e-6)).toBeCloseTo(epsilonOf(0.04, 1e-6), 12);
  expect(ledgerEpsilon(ledger, 1e-6)).toBeLessThan(epsilonOf(0.01, 1e-6) + epsilonOf(0.03, 1e-6));
});

test("the same round is charged once, and never with another loss", () => {
  const ledger = spend(EMPTY_LEDGER, { id: "r1", rho: 0.01 });
  expect(spend(ledger, { id: "r1", rho: 0.01 })).toEqual(ledger);
  expect(() => spend(ledger, { id: "r1", rho: 0.02 })).toThrow(RangeError);
});

test("a release that would cost nothing is refused", () => {
  expect(() => spend(EMPTY_LEDGER, { id: "r1", rho: 0 })).toThrow(RangeError);
});
