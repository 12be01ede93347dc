import { expect, test } from "vitest";
import { KeyTable } from "./key-table.ts";
import { TokenInterner } from "./token-interner.ts";

test("numbers distinct tokens in the order in which they come, through every growth", () => {
  const interner = new TokenInterner();
  const tokens = Array.from({ length: 50_000 }, (_, at) => `term:${at}`);
  for (const [at, token] of tokens.entries()) expect(interner.numberOf(token)).toBe(at);
  for (const [at, token] of tokens.entries()) expect(interner.numberOf(token)).toBe(at);
  expect(interner.size).toBe(tokens.length);
});

test("distinguishes keys that agree in their lower or their upper bits", () => {
  const table = new KeyTable();
  const keys = Array.from({ length: 20_000 }, (_, at) => (at % 2 === 0 ? at * 0x100000000 + 7 : at * 3));
  const numbers = keys.map((key) => table.numberOf(key));
  expect(new Set(numbers).size).toBe(new Set(keys).size);
  expect(keys.map((key) => table.numberOf(key))).toEqual(numbers);
});
