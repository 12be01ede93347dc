import type { PrivacyBudget } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { facts } from "./section.ts";

const MICRO = 1_000_000;
const DAY_SECONDS = 86_400;

/** Privacy budget in words: epsilon to two digits, and never "0.00" for something. */
export function epsilonInWords(microEpsilon: number): string {
  const epsilon = microEpsilon / MICRO;
  return `ε ${epsilon > 0 && epsilon < 0.005 ? "under 0.01" : epsilon.toFixed(2)}`;
}

/** Why there will be no contribution to a round, where a visitor can make something of it. */
const REASONS: Readonly<Record<string, string>> = {
  withdrawn: "none, as you have withdrawn it",
  left: "none, as this device was signed out meanwhile",
  "ballot-drawn": "none from here: another device of yours has made it",
  "round-not-open": "none: the round was over",
  "too-late": "none: the round was over",
  "privacy-budget-spent": "none: this device's budget is spent",
};

/** How far this device is with the round's contribution. */
export function contributionInWords(contribution: PrivacyBudget["contribution"]): string {
  if (!contribution) return "nothing yet";
  const { state, reason } = contribution;
  switch (state) {
    case "preparing":
      return "a ballot is drawn; a while passes before the vote";
    case "sending":
      return "the vote is on its way, in two shares";
    case "received":
      return "added, in two shares that nobody can read alone";
    case "not-sent":
      return REASONS[reason ?? ""] ?? "none: the edge did not take it";
  }
}

/** What the site has opened so far, and what that cost somebody who was in all of it. */
export function siteInWords(site: PrivacyBudget["site"]): string {
  if (!site) return "not asked yet";
  if (site.rounds === 0) return "no sum was opened yet";
  const rounds = site.rounds === 1 ? "one round" : `${site.rounds} rounds`;
  return `${epsilonInWords(site.epsilon * MICRO)} at δ ${site.delta.toExponential()}, in ${rounds}`;
}

/** What rounds of learning together have cost: this device's own account, and the site's. */
export function drawLearning({ device, site, contribution }: PrivacyBudget): HTMLElement[] {
  const { limitMicroEpsilon, spentMicroEpsilon, leftMicroEpsilon, periodSeconds } = device;
  const days = Math.round(periodSeconds / DAY_SECONDS);
  return [
    facts([
      ["This round", contributionInWords(contribution)],
      ["Spent here", `${epsilonInWords(spentMicroEpsilon)} of ${epsilonInWords(limitMicroEpsilon)} in ${days} days`],
    ]),
    element("progress", {
      max: limitMicroEpsilon,
      value: spentMicroEpsilon,
      "aria-label": `Privacy budget of this device: ${epsilonInWords(leftMicroEpsilon)} left`,
    }),
    facts([["The site", siteInWords(site)], ...(site ? ([["Counted by", site.accountant]] as const) : [])]),
    element(
      "p",
      { class: "quiet" },
      "Your visit goes into a sum as two random-looking shares, with noise on both sides. Once added, it can't be taken out again: nobody can tell it apart.",
    ),
  ];
}
