import { expect, test } from "vitest";
import { countryCode } from "./country-code.ts";

test.each([
  ["US", "us", "USA", "U.S.", "u.s.a.", "United States", "Vereinigte Staaten", "États-Unis", "Stany Zjednoczone"],
  ["DE", "DEU", "Germany", "Deutschland", "Allemagne", "Alemania", "Niemcy", "Duitsland"],
  ["GB", "GBR", "UK", "U.K.", "United Kingdom", "England", "Great Britain"],
  ["CH", "Schweiz", "Suisse", "Svizzera", "CHE"],
])("%s is known by its other names", (code, ...names) => {
  for (const name of names) expect(countryCode(name)).toBe(code);
});

test.each(["", " ", "XX", "ZZZ", "Atlantis"])("%j is no country", (name) => expect(countryCode(name)).toBeUndefined());
