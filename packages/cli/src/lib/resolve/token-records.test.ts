import { expect, test } from "vitest";
import { termsOf, tokenRecords } from "./token-records.ts";

const people = [{ surname: "Byron", birthDate: "1815-12-10" }, { surname: "Byrne" }, { surname: "Byron" }];

test("requests each term once, up to a limit", () => {
  const terms = termsOf(people);
  expect(terms.size).toBe(new Set([...termsOf(people.slice(0, 1)), ...termsOf(people.slice(1, 2))]).size);
  expect(() => termsOf(people, terms.size - 1)).toThrow("too-many-terms: the records make more than");
});

test("a tokenised record has the token of each of its terms in the term's place, and no term", () => {
  const asked = new Set<string>();
  const [first, , again] = [...tokenRecords(people, (term) => (asked.add(term), `token-${[...asked].indexOf(term)}`))];
  expect(asked).toEqual(termsOf(people));
  expect(again?.fields.surname).toEqual(first?.fields.surname);
  expect(Object.keys(first?.fields ?? {})).toContain("birthDate");
  expect(JSON.stringify(first)).not.toMatch(/byron|1815/i);
});
