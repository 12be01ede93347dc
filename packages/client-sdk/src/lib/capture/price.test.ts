import { expect, test } from "vitest";
import { schemaPrice, textPrice } from "./price.ts";

test.each([
  ["45.0000", 45],
  [23.7991, 23.7991],
  ["23.7991", 23.7991],
  ["1299.000", 1299],
  ["1.299", 1.299],
  ["1299", 1299],
  [0, 0],
  [" 49.90 ", 49.9],
  [".5", 0.5],
  ["1e3", 1000],
  ["49,90", 49.9],
  ["1.299,00", 1299],
  ["$1,299.00", 1299],
  ["1299.00 EUR", 1299],
  ["1,299", undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [null, undefined],
  [{}, undefined],
  ["", undefined],
])("schema.org's %j is %j", (value, price) => expect(schemaPrice(value)).toBe(price));

test("schema.org's text of another form is read in the page's language", () => {
  expect(schemaPrice("1,299", "en")).toBe(1299);
  expect(schemaPrice("1,299", "de")).toBe(1.299);
  // A number stays one whatever the language.
  expect(schemaPrice("1.299", "de")).toBe(1.299);
});

test.each([
  ["12", 12],
  ["12.5", 12.5],
  ["12.50 EUR", 12.5],
  ["12,50 €", 12.5],
  ["$1,299.00", 1299],
  ["1.299,00 €", 1299],
  ["1.234.567,89", 1_234_567.89],
  ["1.234.567", 1_234_567],
  ["1 299,00", 1299],
  ["1\u202f299,00\u00a0€", 1299],
  ["1'299.90 CHF", 1299.9],
  ["1’299.–", 1299],
  ["₹1,23,456.00", 123_456],
  ["0.125", 0.125],
  ["1299,000", 1299],
  ["1,299.000", 1299],
  ["5,-", 5],
  ["from 5.", 5],
  ["5 € (5 €)", 5],
])("%s is %d in any language", (text, price) => expect(textPrice(text)).toBe(price));

test.each([
  ["1,299", "en", 1299],
  ["1,299", "de", 1.299],
  ["1.299 €", "de-DE", 1299],
  ["1.299", "en-GB", 1.299],
  ["1.299", "pt-BR", 1299],
  ["12.345", "fr", undefined],
  ["1,299", "no such language", undefined],
  ["1.299,00", "en", 1299],
])("%s in %s is %s", (text, locale, price) => expect(textPrice(text, locale)).toBe(price));

test.each([
  "",
  "free",
  null,
  undefined,
  "1.299",
  "1,299",
  "was 49.90 now 29.90",
  "5–10 €",
  "12.50 / 100 g",
  "1.2.3",
  "1,299,00",
  "1.29,9.00",
  "-5",
  "1,2345,678",
])("%s is no price", (text) => expect(textPrice(text)).toBeUndefined());
