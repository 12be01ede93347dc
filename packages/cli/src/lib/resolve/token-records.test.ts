import { expect, test } from "vitest";
import { termsOf, tokenRecords } from "./token-records.ts";

const persons = [{ surname: "Byron", birthDate: "1815-12-10" }, { surname: "Byrne" }, { surname: "Byron" }];

test("each term is asked for once, and a run has a most", () => {
  const terms = termsOf(persons);
  expect(terms.size).toBe(new Set([...termsOf(persons.slice(0, 1)), ...termsOf(persons.slice(1, 2))]).size);
  expect(() => termsOf(persons, terms.size - 1)).toThrow("too-many-terms: the records make more than");
});

test("a record holds the token of each of its terms where the term was, and no term", () => {
  const asked = new Set<string>();
  const [first, , again] = [...tokenRecords(persons, (term) => (asked.add(term), `token-${[...asked].indexOf(term)}`))];
  expect(asked).toEqual(termsOf(persons));
  expect(again?.fields.surname).toEqual(first?.fields.surname);
  expect(Object.keys(first?.fields ?? {})).toContain("birthDate");
  expect(JSON.stringify(first)).not.toMatch(/byron|1815/i);
});
