import { expect, test } from "vitest";
import { standingInWords } from "./dressed.ts";

test("where an element stands is said in words, with what it waits for", () => {
  expect(standingInWords({ element: "p.welcome", state: "shown" })).toBe("p.welcome: shown");
  expect(standingInWords({ element: "p", state: "as-written" })).toBe("p: as it was written");
  expect(standingInWords({ element: "p", state: "hidden", waitsFor: "input" })).toBe(
    "p: hidden; changes with your next click, not under your eyes",
  );
});
