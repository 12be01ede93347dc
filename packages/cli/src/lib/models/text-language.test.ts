import { expect, test } from "vitest";
import { ENGLISH, languagesOf, otherLanguage } from "./text-language.ts";

test.each([
  ["Où en est ma commande, s'il vous plaît ?", "fr"],
  ["Ich möchte mein Geld zurück", "de"],
  ["quiero devolver el pedido", "es"],
  ["gdzie jest moja paczka", "pl"],
  ["我的包裹在哪里", "zh"],
])("%s is not English", (text, language) => {
  expect(otherLanguage(text, ENGLISH)).toBe(language);
  expect(otherLanguage(text, ["en", language])).toBeUndefined();
});

test.each([
  "where is my parcel",
  "ok",
  "",
  "cancel it",
  "PIN pls",
  "3DS fail on Visa",
  "no",
  "track order 12345",
  "my iban is DE89 3704 0044",
])("%s may be English", (text) => {
  expect(otherLanguage(text, ENGLISH)).toBeUndefined();
});

test("a set has the languages of its texts, without those of a stray text", () => {
  const english = Array.from({ length: 30 }, (_, index) => `where is my parcel number ${index}`);
  expect(languagesOf([...english, "Ich möchte mein Geld zurück"])).toEqual(["en"]);
  const german = Array.from({ length: 10 }, (_, index) => `wo bleibt mein Paket Nummer ${index} denn`);
  expect(languagesOf([...english, ...german])).toEqual(["en", "de"]);
  expect(languagesOf(["ok", "no"])).toEqual(["en"]);
});
