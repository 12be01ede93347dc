import { expect, test } from "vitest";
import { stateInWords } from "./page-rules.ts";

test("describes an element's state and what it waits for", () => {
  expect(stateInWords({ element: "p.welcome", state: "shown" })).toBe("p.welcome: shown");
  expect(stateInWords({ element: "p", state: "as-written" })).toBe("p: unchanged");
  expect(stateInWords({ element: "p", state: "hidden", waitsFor: "input" })).toBe(
    "p: hidden; changes with your next click, so that visible content does not move",
  );
});
