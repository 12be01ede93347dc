import { expect, test } from "vitest";
import { recordTokens } from "./record-tokens.ts";
import { eachTerm, tokenRecords } from "./token-records.ts";

const people = [{ surname: "Byron", birthDate: "1815-12-10" }, { surname: "Byrne" }, { surname: "Byron" }];

test("lists the terms of every record, and the share of the records done", () => {
  const shares: number[] = [];
  const terms = [...eachTerm(people, (share) => shares.push(share))];
  expect(shares).toEqual([1 / 3, 2 / 3, 1]);
  expect(new Set(terms).size).toBeLessThan(terms.length);
});

test("evaluates each term once, up to a limit", async () => {
  const distinct = new Set(eachTerm(people)).size;
  const { terms, tokenOf } = await recordTokens(eachTerm(people));
  expect(terms).toBe(distinct);
  expect(new Set([...eachTerm(people)].map(tokenOf)).size).toBe(distinct);
  await expect(recordTokens(eachTerm(people), { maxTerms: distinct - 1 })).rejects.toThrow(
    "too-many-terms: the records make more than",
  );
});

test("a tokenised record has the token of each of its terms in the term's place, and no term", () => {
  const asked = new Set<string>();
  const [first, , again] = [...tokenRecords(people, (term) => (asked.add(term), `token-${[...asked].indexOf(term)}`))];
  expect(asked).toEqual(new Set(eachTerm(people)));
  expect(again?.fields.surname).toEqual(first?.fields.surname);
  expect(Object.keys(first?.fields ?? {})).toContain("birthDate");
  expect(JSON.stringify(first)).not.toMatch(/byron|1815/i);
});
