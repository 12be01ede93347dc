import type { ContributionRecord, Learning } from "@sedge/contribution/record";
import { RECEIVED } from "@sedge/contribution/steps";
import { leftMicroEpsilon, spentMicroEpsilon } from "@sedge/privacy/budget";
import type { PrivacyBudget } from "../../public/privacy-budget.ts";
import type { Parts } from "../parts.ts";

/** Where the accounts are read. */
interface Accounts {
  readonly store: Pick<Parts["store"], "values">;
  readonly learner: Pick<Parts["learner"], "learning">;
  readonly platform: Pick<Parts["platform"], "now">;
}

/** The two accounts as they stand. */
export async function privacyBudget({ store, learner, platform }: Accounts): Promise<PrivacyBudget> {
  const { budget, contribution } = await learner.learning();
  const now = Math.floor(platform.now() / 1_000);
  const spent = (await store.values.get("manifest"))?.learning.spent;
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
    contribution: contribution && publicContribution(contribution),
  };
}

/** What would let a reader vote in this device's place, or find its vote: it stays in the worker. */
const SECRET: readonly string[] = ["operationId", "asked", "ballot", "body"];

/** What is remembered of learning, as the visitor may see it. The bytes of a vote that was sent stand in the ledger. */
export function withoutSecrets({ budget, contribution }: Learning) {
  const open = Object.entries(contribution ?? {}).filter(([name]) => !SECRET.includes(name));
  return { budget, contribution: contribution && Object.fromEntries(open) };
}

function publicContribution(record: ContributionRecord): NonNullable<PrivacyBudget["contribution"]> {
  const { round, microEpsilon, step } = record;
  if (step === "settled") {
    const isReceived = record.outcome === RECEIVED;
    const [state, reason] = isReceived ? (["received", null] as const) : (["not-sent", record.outcome] as const);
    return { round, state, reason, microEpsilon };
  }
  return { round, state: step === "sending" ? "sending" : "preparing", reason: null, microEpsilon };
}
