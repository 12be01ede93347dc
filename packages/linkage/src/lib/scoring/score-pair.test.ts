import * as fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import type { PersonRecord } from "../terms/person-record.ts";
import { recordTerms } from "../terms/record-terms.ts";
import { mapTerms, type TokenRecord } from "../terms/token-record.ts";
import { compareRecords } from "./compare-records.ts";
import { COMPARISONS } from "./comparison.ts";
import { DEFAULT_MODEL } from "./default-model.ts";
import { LinkageModelSchema } from "./linkage-model.ts";
import { NO_FREQUENCIES, scorePair, type TokenFrequencies } from "./score-pair.ts";

/** Terms themselves serve as tokens here: only which of them are equal matters. */
const record = (person: PersonRecord): TokenRecord => mapTerms(recordTerms(person), (term) => term);
const score = (a: PersonRecord, b: PersonRecord, frequencies = NO_FREQUENCIES) =>
  scorePair(DEFAULT_MODEL, frequencies, record(a), record(b));

function levels(a: PersonRecord, b: PersonRecord): Record<string, string> {
  return Object.fromEntries(score(a, b).waterfall.map(({ field, level }) => [field, level]));
}

const person = fc.record({
  givenName: fc.constantFrom("Ann", "Anna", "Lee", "Robert", ""),
  surname: fc.constantFrom("Lee", "Leigh", "Robert", "Smith", ""),
  birthDate: fc.constantFrom("1970-01-02", "1970-02-01", "1971-01-02", ""),
  email: fc.constantFrom("ann@x.example", "ann@y.example", "anne@x.example", ""),
});

test("the waterfall adds up to the weight, and scores are the same both ways", () => {
  fc.assert(
    fc.property(person, person, (a, b) => {
      const { weight, waterfall } = score(a, b);
      expect(waterfall.reduce((sum, step) => sum + step.weight, 0)).toBe(weight);
      expect(score(b, a)).toEqual({ weight, waterfall });
    }),
  );
});

test.each([
  [{ givenName: "Robert" }, { givenName: "Robert" }, "givenName", "exact"],
  [{ givenName: "Robert" }, { givenName: "Bob" }, "givenName", "nickname"],
  [{ givenName: "Robert" }, { givenName: "Rbert" }, "givenName", "near"],
  [{ givenName: "Robert" }, { givenName: "Sally" }, "givenName", "differs"],
  [{ givenName: "Filippa" }, { givenName: "Philipa" }, "givenName", "sound"],
  [{ givenName: "Lee", surname: "Ann" }, { givenName: "Ann", surname: "Lee" }, "givenName", "swapped"],
  [{ surname: "Smyth" }, { surname: "Smith" }, "surname", "near"],
  [{ birthDate: "1970-01-02" }, { birthDate: "1970-02-01" }, "birthDate", "swap"],
  [{ birthDate: "1970-01-02" }, { birthDate: "1970-01-03" }, "birthDate", "digit"],
  [{ birthDate: "1970-01-02" }, { birthDate: "1970-01-31" }, "birthDate", "part"],
  [{ birthDate: "1970-01-02" }, { birthDate: "1970" }, "birthDate", "year"],
  [{ postcode: "tq13 8df" }, { postcode: "tq13 7aa" }, "postcode", "area"],
])("%j and %j: %s %s", (a, b, field, level) => expect(levels(a, b)).toMatchObject({ [field]: level }));

test("swapped names use up the evidence of both fields", () => {
  const swapped = levels({ givenName: "Lee", surname: "Ann" }, { givenName: "Ann", surname: "Lee" });
  expect(swapped).not.toHaveProperty("surname");
  // One name in common is not a swap.
  expect(levels({ givenName: "Lee", surname: "Ann" }, { givenName: "Joe", surname: "Lee" })).toMatchObject({
    givenName: "differs",
    surname: "differs",
  });
});

test("a field that one record lacks is evidence of nothing", () => {
  expect(score({ surname: "Smith" }, {}).waterfall).toEqual([
    { field: "prior", level: "prior", weight: Math.log2(DEFAULT_MODEL.prior / (1 - DEFAULT_MODEL.prior)) },
  ]);
  const without = score({ surname: "Smith" }, { surname: "Smith" });
  expect(score({ surname: "Smith", phone: "030 1234567" }, { surname: "Smith" })).toEqual(without);
});

test("a rare name counts for more than a common one", () => {
  const counts: Record<string, number> = { "name:smith": 100_000, "name:zwingli": 3_000, "name:once": 1 };
  const frequencies: TokenFrequencies = { records: 1_000_000, count: (_, token) => counts[token] ?? 0 };
  const model = { ...DEFAULT_MODEL, prior: 1e-9 };
  const [m, u] = [0.85, 0.01];
  const weight = (surname: string) =>
    scorePair(model, frequencies, record({ surname }), record({ surname })).waterfall[1]?.weight ?? 0;
  expect(weight("Smith")).toBeCloseTo(Math.log2(m / 0.1), 2);
  expect(weight("Zwingli")).toBeCloseTo(Math.log2(m / 0.003), 2);
  // The two compared records have it; the model's own probability counts as a hundred more.
  expect(weight("Once")).toBeCloseTo(Math.log2(m / 3e-6), 2);
  // Not known: as a name is on average.
  expect(weight("Nobody")).toBeCloseTo(Math.log2(m / u));
});

test("discounts a token that only one entity has, although its own records share it", () => {
  const [a, b] = [record({ email: "ann@x.example" }), record({ email: "ann@x.example" })];
  const [m, prior, records] = [0.6, 0.005, 100_000];
  const weight = (u: number, held: number): number => {
    const comparisons = [{ field: "email" as const, levels: [{ level: "exact", m, u }] }];
    const model = { ...DEFAULT_MODEL, prior, comparisons };
    return scorePair(model, { records, count: () => held }, a, b).waterfall[1]?.weight ?? 0;
  };
  // Strangers hardly ever share one: of those who do, next to all are one person, which four records account for.
  const strangers = 1 / (1 + (prior / (1 - prior)) * (m / 1e-6));
  expect(weight(1e-6, 4)).toBeCloseTo(Math.log2(m / ((strangers * 4 + 1e-4) / records)), 1);
  // Where strangers often share one, the fifty thousand are strangers.
  expect(weight(0.5, 50_000)).toBeCloseTo(Math.log2(m / 0.5), 1);
  // More records than one entity has are more than one entity, however similar the rest of the field.
  expect(weight(1e-6, 50_000)).toBeCloseTo(Math.log2(m / (0.5 - 3 * prior)), 1);
});

test("the first two records of a site are scored as the model says", () => {
  const weight = (frequencies: TokenFrequencies) =>
    score({ surname: "Smith" }, { surname: "Smith" }, frequencies).weight;
  expect(Math.abs(weight({ records: 2, count: () => 2 }) - weight(NO_FREQUENCIES))).toBeLessThan(2);
});

test("the model that ships is a model, with shares that add up", () => {
  expect(v.parse(LinkageModelSchema, JSON.parse(JSON.stringify(DEFAULT_MODEL)))).toEqual(DEFAULT_MODEL);
  for (const { levels } of DEFAULT_MODEL.comparisons) {
    for (const part of ["m", "u"] as const) expect(levels.reduce((sum, level) => sum + level[part], 0)).toBeCloseTo(1);
  }
});

test("a model that lacks a comparison takes the default's", () => {
  const bare = { ...DEFAULT_MODEL, comparisons: [] };
  const [a, b] = [record({ surname: "Smith" }), record({ surname: "Smith" })];
  expect(scorePair(bare, NO_FREQUENCIES, a, b)).toEqual(scorePair(DEFAULT_MODEL, NO_FREQUENCIES, a, b));
});

test("levels are numbered by comparison, 0 where a field is missing", () => {
  const compared = compareRecords(record({ surname: "Smith" }), record({ surname: "Smith", givenName: "Ann" }));
  expect(compared).toHaveLength(COMPARISONS.length);
  expect(compared.filter((level) => level > 0)).toEqual([1]);
});
