import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exp, lengthOf, ln, square } from "./portable.ts";

const LIB = join(import.meta.dirname, "..");
const FEATURES = ["measured-sums.ts", "vote-norm.ts", "vote-terms.ts"].map((name) =>
  join(LIB, "../../../features/src/lib/vote", name),
);
/** A public guess at people, for tests and benches. No generation is made with it. */
const NOT_REPEATED = ["random/seeded-random.ts"];

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/\.test(-d)?\.ts$/.test(name) && !NOT_REPEATED.includes(name))
    .map((name) => join(folder, name));
}

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-15 * Math.abs(b);

test("exp and ln are those of the engine, to a few units of the last place", () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(close(exp(x), Math.exp(x)), `exp ${x}`).toBe(true);
      const y = Math.exp(x);
      expect(Math.abs(ln(y) - Math.log(y)), `ln ${y}`).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(Math.log(y))));
    }),
    { numRuns: 5_000 },
  );
});

test("exp and ln keep their limits", () => {
  expect([exp(0), exp(-1e9), exp(1e9), exp(NaN)]).toEqual([1, 0, Infinity, NaN]);
  expect([ln(1), ln(0), ln(Infinity), ln(-1), ln(5e-324)]).toEqual([0, -Infinity, Infinity, NaN, Math.log(5e-324)]);
});

test("lengths and squares are exact where the result is", () => {
  expect(lengthOf([3, 4])).toBe(5);
  expect(lengthOf([])).toBe(0);
  expect(square(-1.5)).toBe(2.25);
});

test("nothing that a generation is made with uses arithmetic that engines may round differently, or text by locale", () => {
  const approximated =
    /Math\.(?:a?cosh?|a?sinh?|a?tanh?|atan2|cbrt|exp|expm1|hypot|log|log10|log1p|log2|pow)\b|[\w)\]!]\s\*\*\s|localeCompare|toLocale|Intl\.|Date\b|Math\.random/;
  const found = [...sources(LIB), ...FEATURES].filter((file) => approximated.test(readFileSync(file, "utf8")));
  expect(found).toEqual([]);
});
