import { expect, test } from "vitest";
import { MAX_TEXT_CHARS, MAX_TEXT_WORDS } from "./text-limits.ts";
import { textTokens, wordsOf } from "./text-token.ts";

const formsOf = (text: string) => textTokens(text).map(({ form }) => form);

test("words, marks, digits and apostrophes are read as documented", () => {
  expect(formsOf("My card WASN’T charged £12.50 twice!! :-) 👍")).toEqual([
    "my",
    "card",
    "wasn't",
    "charged",
    "00",
    "00",
    "twice",
    "!!",
    ":-)",
    "👍",
  ]);
  expect(textTokens("NO I said no, A1").map(({ isShouted }) => isShouted)).toEqual([true, false, false, false, false]);
});

test("a word's range is its position in the given text", () => {
  const text = "  Où est ma carte, s'il vous plaît?";
  expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    "Où",
    "est",
    "ma",
    "carte",
    "s'il",
    "vous",
    "plaît",
  ]);
  expect(wordsOf(text).every(({ word, start, end }) => word === text.slice(start, end))).toBe(true);
});

test("a text is read up to its limits and no further", () => {
  expect(textTokens(`${" ".repeat(MAX_TEXT_CHARS - 2)}ab`).length).toBe(1);
  expect(formsOf(`${" ".repeat(MAX_TEXT_CHARS - 2)}abc`)).toEqual(["ab"]);
  expect(textTokens("a ".repeat(MAX_TEXT_WORDS + 50)).length).toBe(MAX_TEXT_WORDS);
  expect(formsOf("x".repeat(60)).map(({ length }) => length)).toEqual([24, 24, 12]);
});
