import type { PrivacyBudget } from "@sedge/client-sdk";
import { element } from "../element.ts";
import { facts } from "./section.ts";

const MICRO = 1_000_000;
const DAY_SECONDS = 86_400;

/** A privacy budget as text: epsilon with two decimals, and never "0.00" for a positive budget. */
export function epsilonInWords(microEpsilon: number): string {
  const epsilon = microEpsilon / MICRO;
  return `ε ${epsilon > 0 && epsilon < 0.005 ? "under 0.01" : epsilon.toFixed(2)}`;
}

/** Reasons for no contribution to a round that a visitor can understand. */
const REASONS: Readonly<Record<string, string>> = {
  withdrawn: "none: you withdrew your consent",
  left: "none: this device was signed out",
  "ballot-drawn": "none from this device: another device of yours contributed",
  "round-not-open": "none: the round had ended",
  "too-late": "none: the round had ended",
  "privacy-budget-spent": "none: this device's budget is spent",
};

/** The state of this device's contribution to the round, as text. */
export function contributionInWords(contribution: PrivacyBudget["contribution"]): string {
  if (!contribution) return "nothing yet";
  const { state, reason } = contribution;
  switch (state) {
    case "preparing":
      return "a ballot is drawn; the vote follows after a waiting time";
    case "sending":
      return "the vote is being sent, in two shares";
    case "received":
      return "added, in two shares that cannot be read separately";
    case "not-sent":
      return REASONS[reason ?? ""] ?? "none: the edge did not accept it";
  }
}

/** The site's opened rounds, and their total cost for a person who contributed to all of them. */
export function siteInWords(site: PrivacyBudget["site"]): string {
  if (!site) return "not known yet";
  if (site.rounds === 0) return "no sum opened yet";
  const rounds = site.rounds === 1 ? "one round" : `${site.rounds} rounds`;
  return `${epsilonInWords(site.epsilon * MICRO)} at δ ${site.delta.toExponential()}, in ${rounds}`;
}

/** The cost of learning rounds: this device's budget, and the site's. */
export function drawLearning({ device, site, contribution }: PrivacyBudget): HTMLElement[] {
  const { limitMicroEpsilon, spentMicroEpsilon, leftMicroEpsilon, periodSeconds } = device;
  const days = Math.round(periodSeconds / DAY_SECONDS);
  return [
    facts([
      ["This round", contributionInWords(contribution)],
      [
        "Spent by this device",
        `${epsilonInWords(spentMicroEpsilon)} of ${epsilonInWords(limitMicroEpsilon)} in ${days} days`,
      ],
    ]),
    element("progress", {
      max: limitMicroEpsilon,
      value: spentMicroEpsilon,
      "aria-label": `Privacy budget of this device: ${epsilonInWords(leftMicroEpsilon)} left`,
    }),
    facts([["The site", siteInWords(site)], ...(site ? ([["Privacy accounting", site.accountant]] as const) : [])]),
    element(
      "p",
      { class: "quiet" },
      "Your visit is added to a sum as two shares, each random on its own, and both operators add noise. Once the sum is made, your part cannot be taken out again, because it is not stored separately.",
    ),
  ];
}
