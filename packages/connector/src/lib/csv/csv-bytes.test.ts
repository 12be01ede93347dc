import { expect, test } from "vitest";
import { brokenByte } from "./csv-bytes.ts";

const joined = (...parts: (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

test("finds no broken byte in valid UTF-8", () => {
  expect(brokenByte(joined("text\nça va 你好 🦩\n"))).toBeUndefined();
});

test.each([
  ["Latin-1 among UTF-8", joined("a\né\nfa", [0xe7], "ade\n"), 7],
  ["half a character at the end of a line", joined("ab", [0xc3], "\nc"), 2],
  ["half a character at the end", joined("abc\n", [0xe2, 0x82]), 4],
  ["a NUL", joined("ab", [0], "c"), 2],
  ["a NUL before a Latin-1 letter", joined("a", [0], "b", [0xe9], "c"), 1],
])("finds the first broken byte: %s", (_, bytes, offset) => expect(brokenByte(bytes)).toBe(offset));
