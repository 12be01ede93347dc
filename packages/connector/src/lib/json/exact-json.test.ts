import { expect, test } from "vitest";
import { cellText, parseExactJson, plainDecimal } from "./exact-json.ts";

test.each([
  ["1234567890123456789", "1234567890123456789"],
  ["-1234567890123456788", "-1234567890123456788"],
  ["9007199254740993", "9007199254740993"],
  ["9007199254740992", "9007199254740992"],
  ["12345678901234567890.5", "12345678901234567890.5"],
  ["1234567890123456789e1", "12345678901234567890"],
  ["1234567890123456789.0", "1234567890123456789"],
  ["1.234567890123456789E18", "1234567890123456789"],
  ["12.3456789012345678901", "12.3456789012345678901"],
  ["1e21", "1000000000000000000000"],
  ["1e3", "1000"],
  ["1e-7", "0.0000001"],
  ["42.0", "42"],
  ["34.90", "34.9"],
  ["-0", "0"],
  ["-0.0", "0"],
  ["0", "0"],
])("keeps every digit of %s", (number, text) => {
  expect(cellText(parseExactJson(number))).toBe(text);
  const nested = parseExactJson(`{"a":[{"b":${number}}],"s":"9007199254740993 \\" 1e3"}`);
  expect(nested).toMatchObject({ a: [{ b: expect.anything() }], s: '9007199254740993 " 1e3' });
});

test("leaves numbers that a double represents as numbers, also as other programs print them", () => {
  expect(parseExactJson("[1e3,0.10000000000000001,23.7991,9007199254740991]")).toEqual([
    1000, 0.1, 23.7991, 9_007_199_254_740_991,
  ]);
});

test.each(["", "{", '{"a":01234567890123456789}', "{12345678901234567890:1}", "[1,]", "1234567890123456789.", "NaN"])(
  "rejects %j, as JSON does",
  (text) => expect(() => parseExactJson(text)).toThrow(SyntaxError),
);

test("an own property called __proto__ is only a name", () => {
  const parsed = parseExactJson('{"__proto__":1234567890123456789}');
  expect(Object.entries(Object(parsed))).toEqual([["__proto__", "1234567890123456789"]]);
});

test("a number with a very large exponent stays as it is written", () => {
  expect(plainDecimal("1e999999999")).toBe("1e999999999");
});
