import { expect, test } from "vitest";
import { contributionInWords, epsilonInWords, siteInWords } from "./learning-section.ts";

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

test("the site's account is said with its delta, and what was not opened costs nothing", () => {
  const site = { accountant: "a", rounds: 0, epsilon: 0, delta: 1e-6 };
  expect(siteInWords(null)).toBe("not asked yet");
  expect(siteInWords(site)).toBe("no sum was opened yet");
  expect(siteInWords({ ...site, rounds: 1, epsilon: 0.999 })).toBe("ε 1.00 at δ 1e-6, in one round");
  expect(siteInWords({ ...site, rounds: 3, epsilon: 1.74 })).toBe("ε 1.74 at δ 1e-6, in 3 rounds");
});

test("a contribution's state is said, and why there is none", () => {
  const base = { round: "r", reason: null, microEpsilon: 1_000_000 };
  expect(contributionInWords(null)).toBe("nothing yet");
  expect(contributionInWords({ ...base, state: "received" })).toContain("two shares");
  expect(contributionInWords({ ...base, state: "not-sent", reason: "ballot-drawn" })).toContain("another device");
  expect(contributionInWords({ ...base, state: "not-sent", reason: "bad-ballot" })).toContain("did not take it");
});
