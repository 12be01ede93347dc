import { expect, test } from "vitest";
import { contributionInWords, epsilonInWords, siteInWords } from "./learning-section.ts";

test("shows a budget with two decimals, and never 0.00 for a positive budget", () => {
  expect([0, 1, 4_999, 5_000, 250_000, 2_000_000].map(epsilonInWords)).toEqual([
    "ε 0.00",
    "ε under 0.01",
    "ε under 0.01",
    "ε 0.01",
    "ε 0.25",
    "ε 2.00",
  ]);
});

test("shows the site's budget with its delta, and no cost before a sum is opened", () => {
  const site = { accountant: "a", rounds: 0, epsilon: 0, delta: 1e-6 };
  expect(siteInWords(null)).toBe("not known yet");
  expect(siteInWords(site)).toBe("no sum opened yet");
  expect(siteInWords({ ...site, rounds: 1, epsilon: 0.999 })).toBe("ε 1.00 at δ 1e-6, in one round");
  expect(siteInWords({ ...site, rounds: 3, epsilon: 1.74 })).toBe("ε 1.74 at δ 1e-6, in 3 rounds");
});

test("shows the state of a contribution, and why it was not sent", () => {
  const base = { round: "r", reason: null, microEpsilon: 1_000_000 };
  expect(contributionInWords(null)).toBe("nothing yet");
  expect(contributionInWords({ ...base, state: "received" })).toContain("two shares");
  expect(contributionInWords({ ...base, state: "not-sent", reason: "ballot-drawn" })).toContain("another device");
  expect(contributionInWords({ ...base, state: "not-sent", reason: "bad-ballot" })).toContain("did not accept it");
});
