import { wordsOf } from "@sedge/features/text";
import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { mistyped, spliced, thinned } from "./augment.ts";

const text = "Please tell me where my parcel is";

test("a misspelt text differs in one word of four letters or more", () => {
  const random = randomFrom(8);
  for (let time = 0; time < 50; time += 1) {
    const changed = mistyped(text, random)
      .split(" ")
      .filter((word, index) => word !== text.split(" ")[index]);
    expect(changed.length).toBeLessThanOrEqual(1);
  }
  expect(new Set(Array.from({ length: 50 }, () => mistyped(text, random))).size).toBeGreaterThan(20);
  expect(mistyped("an ox", random)).toBe("an ox");
  expect(mistyped("", random)).toBe("");
});

test("a thinned text keeps some of the words in order, and at least one", () => {
  const random = randomFrom(9);
  const kept = thinned(text, 0.5, random).split(" ");
  expect(kept.length).toBeLessThan(7);
  expect(text.split(" ").filter((word) => kept.includes(word))).toEqual(kept);
  expect(thinned(text, 1, random)).toBe("Please");
});

test("a splice begins as the one and ends as the other", () => {
  const random = randomFrom(10);
  const words = wordsOf(spliced("a b c d e f", "u v w x y z", random)).map(({ word }) => word);
  expect(words[0]).toBe("a");
  expect(words.at(-1)).toBe("z");
  expect(words.length).toBeLessThanOrEqual(7);
  expect(spliced("", "", random)).toBe("");
});
