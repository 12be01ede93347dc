import { expect, test } from "vitest";
import { nysiis } from "./nysiis.ts";

test.each([
  ["bran", "brian", "brown", "brun"],
  ["cataran", "catherine", "katherine", "katerina"],
  ["matcal", "mitchell"],
  ["odanal", "odaniel"],
  ["martancafac", "martincevic"],
  ["mantganary", "montgomery"],
  ["jan", "john"],
])("%s is how it sounds", (code, ...names) => {
  for (const name of names) expect(nysiis(name)).toBe(code);
});

test("is empty for text that is not a word of Latin letters", () => {
  for (const word of ["", "o'neil", "3alter", "józef", "мария"]) expect(nysiis(word)).toBe("");
});
