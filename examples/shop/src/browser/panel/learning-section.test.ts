import { expect, test } from "vitest";
import { contributionInWords, epsilonInWords } from "./learning-section.ts";

test("a budget is told in two digits, and something is never nothing", () => {
  expect([0, 1, 4_999, 5_000, 250_000, 2_000_000].map(epsilonInWords)).toEqual([
    "ε 0.00",
    "ε under 0.01",
    "ε under 0.01",
    "ε 0.01",
    "ε 0.25",
    "ε 2.00",
  ]);
});

test("a contribution's state is said, and why there is none", () => {
  const base = { round: "r", reason: null, microEpsilon: 1_000_000 };
  expect(contributionInWords(null)).toBe("nothing yet");
  expect(contributionInWords({ ...base, state: "received" })).toContain("two shares");
  expect(contributionInWords({ ...base, state: "not-sent", reason: "ballot-drawn" })).toContain("another device");
  expect(contributionInWords({ ...base, state: "not-sent", reason: "bad-ballot" })).toContain("did not take it");
});
