import { expect, test } from "vitest";
import { TermTable, TOKEN_BYTES } from "./term-table.ts";

test("numbers each distinct term once, and keeps its token while it grows", () => {
  const table = new TermTable();
  const terms = Array.from({ length: 200_000 }, (_, index) => `name:${index.toString(36)}`);
  const numbers = terms.map((term) => table.add(term));
  expect(numbers.every(({ number, isNew }, index) => number === index && isNew)).toBe(true);
  expect(table.add("name:a")).toEqual({ number: 10, isNew: false });
  expect(table.size).toBe(200_000);
  const token = (index: number) => {
    const bytes = Buffer.alloc(TOKEN_BYTES);
    bytes.writeUInt32BE(index, 7);
    return bytes;
  };
  for (const [index] of terms.entries()) table.write(index, token(index));
  for (const index of [0, 10, 46_655, 199_999]) {
    expect(table.tokenOf(terms[index] ?? "")).toBe(token(index).toString("base64url"));
  }
  expect(() => table.tokenOf("name:none")).toThrow(RangeError);
});
