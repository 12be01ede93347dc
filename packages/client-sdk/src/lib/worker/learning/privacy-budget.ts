import { leftMicroEpsilon, spentMicroEpsilon } from "@sedge/privacy/budget";
import type { PrivacyBudget } from "../../public/privacy-budget.ts";
import type { Parts } from "../parts.ts";
import type { ContributionRecord } from "./contribution-record.ts";
import { RECEIVED } from "./contribution-steps.ts";

/** The two accounts as they stand. */
export async function privacyBudget({ store, learner, platform }: Parts): Promise<PrivacyBudget> {
  const { budget, contribution } = await learner.learning();
  const now = Math.floor(platform.now() / 1_000);
  const spent = (await store.facts.get("manifest"))?.learning.spent;
  return {
    device: {
      limitMicroEpsilon: budget.limitMicroEpsilon,
      spentMicroEpsilon: spentMicroEpsilon(budget, now),
      leftMicroEpsilon: leftMicroEpsilon(budget, now),
      periodSeconds: budget.periodSeconds,
    },
    site: spent
      ? { accountant: spent.accountant, rounds: spent.rounds, epsilon: spent.epsilon, delta: spent.delta }
      : null,
    contribution: contribution && told(contribution),
  };
}

function told(record: ContributionRecord): NonNullable<PrivacyBudget["contribution"]> {
  const { round, microEpsilon, step } = record;
  if (step === "settled") {
    const isReceived = record.outcome === RECEIVED;
    const [state, reason] = isReceived ? (["received", null] as const) : (["not-sent", record.outcome] as const);
    return { round, state, reason, microEpsilon };
  }
  return { round, state: step === "sending" ? "sending" : "preparing", reason: null, microEpsilon };
}
