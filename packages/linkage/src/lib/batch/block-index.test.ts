import { expect, test } from "vitest";
import { RecordStore } from "../scoring/record-store.ts";
import type { PersonRecord } from "../terms/person-record.ts";
import { recordTerms } from "../terms/record-terms.ts";
import { affordable, blockIndex } from "./block-index.ts";
import { forEachCandidate } from "./candidate-pairs.ts";
import { TokenInterner } from "./token-interner.ts";

function pairs(people: readonly PersonRecord[], maxBlock: number, maxPairs?: number): string[] {
  const tokens = new TokenInterner();
  const store = new RecordStore((token) => tokens.numberOf(token));
  for (const one of people) store.add(recordTerms(one).fields);
  const found: string[] = [];
  forEachCandidate(affordable(blockIndex(store, maxBlock), maxPairs), (a, b) => found.push(`${a}-${b}`));
  return found;
}

const phones = (...numbers: string[]): PersonRecord[] => numbers.map((phone) => ({ phone }));

test("every pair that shares a block comes once, however many it shares", () => {
  const twins = { givenName: "Ann", surname: "Lee", birthDate: "1970-01-02", phone: "0301234567" };
  expect(pairs([twins, { surname: "Smith" }, twins, twins], 10).sort()).toEqual(["0-2", "0-3", "2-3"]);
});

test("a block that is too large is left out", () => {
  const same = phones("0301234567", "0301234567", "0301234567");
  expect(pairs(same, 3)).toHaveLength(3);
  expect(pairs(same, 2)).toEqual([]);
});

test("the largest blocks go first when all cannot be afforded", () => {
  const people = phones("0301234567", "0301234567", "0301234567", "0309876543", "0309876543");
  // Each number is a block, and each of its nine neighbours.
  expect(pairs(people, 10, 40).sort()).toEqual(["0-1", "0-2", "1-2", "3-4"]);
  expect(pairs(people, 10, 20)).toEqual(["3-4"]);
});
