import { expect, test } from "vitest";
import { decimalMarkOf, machineNumber, textNumber } from "./number-text.ts";

test.each([
  ["45.0000", 45],
  ["23.7991", 23.7991],
  ["1299.000", 1299],
  ["1.299", 1.299],
  ["1e3", 1000],
  ["-5", -5],
  [".5", 0.5],
  ["1,299", undefined],
  ["1.299,00", undefined],
  ["$5", undefined],
  ["", undefined],
  ["NaN", undefined],
  ["1e999", undefined],
])("a program's number %s is %s", (text, value) => expect(machineNumber(text)).toBe(value));

test.each([
  ["1.299,00", 1299],
  ["$1,299.00", 1299],
  ["1299.000", 1299],
  ["1,299.000", 1299],
  ["45.0000", 45],
  ["12,5", 12.5],
  ["1250,00", 1250],
  ["0.125", 0.125],
  ["0,125", 0.125],
  ["1.299.000", 1_299_000],
  ["1,299,000.5", 1_299_000.5],
  ["12,34,567.00", 1_234_567],
  ["1 299,00 €", 1299],
  ["1\u202f299,00\u00a0€", 1299],
  ["CHF 1'299.00", 1299],
  ["1’299", 1299],
  ["€ 12,-", 12],
  ["R$ 1.299,90", 1299.9],
  ["US$1,299.90", 1299.9],
  ["99,90 zł", 99.9],
  ["1 299 kr.", 1299],
  ["EUR -12,50", -12.5],
  ["-$12.50", -12.5],
  ["−12.50", -12.5],
  ["(5.00)", -5],
  ["5,00-", -5],
  ["1299", 1299],
  ["1.5e3", 1500],
  [",50", 0.5],
])("a written number %s is %s", (text, value) => expect(textNumber(text)).toBe(value));

test.each(["1.299", "1,299", "$1,299", "-12.345", "999.999 €"])("%s is ambiguous until the mark is known", (text) => {
  expect(textNumber(text)).toBe("ambiguous");
  expect([textNumber(text, "point"), textNumber(text, "comma")].map((value) => typeof value)).toEqual([
    "number",
    "number",
  ]);
  expect(textNumber(text, "point")).not.toBe(textNumber(text, "comma"));
});

test.each([
  "",
  "-",
  "abc",
  "1.2.3",
  "1,2,3",
  "12 50",
  "1.299,00,1",
  "1,299.00.1",
  "€",
  ".",
  "1..2",
  "0x10",
  "12 apples",
  "1-2",
])("%j is no number", (text) => expect(textNumber(text)).toBeUndefined());

test("a known mark rejects what contradicts it", () => {
  expect(textNumber("1.299,00", "point")).toBeUndefined();
  expect(textNumber("$1,299.00", "comma")).toBeUndefined();
  expect(textNumber("1299.000", "comma")).toBeUndefined();
  expect([textNumber("1.299", "comma"), textNumber("1,299", "comma")]).toEqual([1299, 1.299]);
});

test("shows the mark of a column by a number that has only one reading", () => {
  expect(["12,50", "1.299.000", "12.50", "1,299,000", "1.299", "12"].map(decimalMarkOf)).toEqual([
    "comma",
    "comma",
    "point",
    "point",
    undefined,
    undefined,
  ]);
});
