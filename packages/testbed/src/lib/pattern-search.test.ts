import { expect, test } from "vitest";
import { patternSearch } from "./pattern-search.ts";
import { seededRandom } from "./seeded-random.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

test("finds the first place of each pattern, and overlapping ones", () => {
  const search = patternSearch(["abab", "baba", "ababa", "zzzz", "\xff\xfe\xfd\xfc", "tail"].map(bytes));
  expect([...search(bytes("..ababab..\xff\xfe\xfd\xfc..abab..tail"))]).toEqual([2, 3, 2, -1, 10, 22]);
});

test("a pattern that is cut off at the end, or longer than the bytes, is not found", () => {
  const search = patternSearch(["abcd", "abcdef"].map(bytes));
  expect([...search(bytes("abcde"))]).toEqual([0, -1]);
  expect([...search(bytes("abc"))]).toEqual([-1, -1]);
  expect([...search(bytes(""))]).toEqual([-1, -1]);
});

test("refuses a pattern that is shorter than what is looked up", () => {
  expect(() => patternSearch([bytes("abc")])).toThrow("4 bytes or more");
});

test("agrees with a search for one pattern at a time", () => {
  const random = seededRandom(5);
  const drawn = (length: number) => Buffer.from(Array.from({ length }, () => 250 + Math.floor(random() * 9)));
  for (let round = 0; round < 40; round++) {
    const patterns = Array.from({ length: 60 }, () => drawn(4 + Math.floor(random() * 4)));
    const haystack = drawn(Math.floor(random() * 3_000));
    expect([...patternSearch(patterns)(haystack)]).toEqual(patterns.map((pattern) => haystack.indexOf(pattern)));
  }
});
