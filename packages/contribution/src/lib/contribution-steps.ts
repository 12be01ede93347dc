import { askBudget, DEFAULT_DEVICE_BUDGET } from "@sedge/privacy/budget";
import type { Contribution, RoundId } from "@sedge/protocol";
import type { BallotRecord, ContributionRecord, Learning, Others, RecordIn } from "./contribution-record.ts";

/** Outcome of a contribution that the edge has taken. */
export const RECEIVED = "received";
/** Outcome of one that the device's own budget did not allow. */
export const BUDGET_SPENT = "privacy-budget-spent";

/** A device that has never contributed. */
export const NEVER_LEARNT: Learning = { budget: DEFAULT_DEVICE_BUDGET, contribution: null };

/**
 * Steps are pure, and change nothing unless the round is in the step's initial state, so that two tabs can try the same
 * one.
 */
type Step = (learning: Learning | undefined) => Learning;

function stepOf<From extends ContributionRecord["step"]>(
  from: From,
  round: RoundId,
  next: (record: RecordIn<From>, learning: Learning) => Learning,
): Step {
  return (learning = NEVER_LEARNT) => {
    const { contribution } = learning;
    const stands = contribution?.round === round && isIn(contribution, from);
    return stands ? next(contribution, learning) : learning;
  };
}

function isIn<From extends ContributionRecord["step"]>(
  record: ContributionRecord,
  from: From,
): record is RecordIn<From> {
  return record.step === from;
}

/** Whether this device has taken part in the round, is about to, or has decided not to. */
export function hasMet({ budget, contribution }: Learning, round: RoundId): boolean {
  return contribution?.round === round || budget.spendings.some((spending) => spending.round === round);
}

/** A round begins for this device: a ballot is wanted. Not while another is under way, and not twice. */
export function begin(drawing: RecordIn<"drawing">): Step {
  return (learning = NEVER_LEARNT) => {
    const isBusy = learning.contribution !== null && learning.contribution.step !== "settled";
    return isBusy || hasMet(learning, drawing.round) ? learning : { ...learning, contribution: drawing };
  };
}

/** The ballot is there; the vote waits until `notBefore`, in milliseconds since 1970, and will include `others`. */
export function keepBallot(round: RoundId, ballot: BallotRecord, notBefore: number, others?: Others): Step {
  return stepOf("drawing", round, ({ microEpsilon, deadline, point }, learning) => ({
    ...learning,
    contribution: {
      step: "waiting",
      round,
      microEpsilon,
      deadline,
      attempts: 0,
      notBefore,
      ballot,
      point,
      ...(others && { others }),
    },
  }));
}

/** Updates the point while the vote waits. */
export function renewPoint(round: RoundId, point: number[]): Step {
  return stepOf("waiting", round, (record, learning) => ({ ...learning, contribution: { ...record, point } }));
}

/**
 * Stores the vote together with its payment before anything is sent. Afterwards this device has spent once and can only
 * send these bytes. Without enough budget, the bytes are dropped.
 *
 * @param now - Milliseconds since 1970.
 */
export function payAndKeep(round: RoundId, body: Contribution, now: number): Step {
  return stepOf("waiting", round, ({ microEpsilon, deadline }, learning) => {
    const decision = askBudget(learning.budget, { round, microEpsilon, spentAt: Math.floor(now / 1_000) });
    // Already paid: a vote exists, and there is no second one.
    if (decision.result !== "granted") return settledAs(learning, round, microEpsilon, BUDGET_SPENT);
    const { budget } = decision;
    return {
      budget,
      contribution: { step: "sending", round, microEpsilon, deadline, attempts: 0, notBefore: now, body },
    };
  });
}

/** The step's transmission was not settled; it is tried again after `notBefore`, in milliseconds since 1970. */
export function postpone(round: RoundId, notBefore: number): Step {
  return (learning = NEVER_LEARNT) => {
    const { contribution } = learning;
    if (contribution?.round !== round || contribution.step === "settled") return learning;
    return { ...learning, contribution: { ...contribution, attempts: contribution.attempts + 1, notBefore } };
  };
}

/** Nothing more is sent to the round: the ballot, or the vote's bytes, are dropped. What was spent stays spent. */
export function settle(round: RoundId, outcome: string): Step {
  return (learning = NEVER_LEARNT) => {
    const { contribution } = learning;
    if (contribution?.round !== round || contribution.step === "settled") return learning;
    return settledAs(learning, round, contribution.microEpsilon, outcome);
  };
}

/** What remains after an erasure: the last round, and the payments. */
export function bareAccount(learning: Learning): Learning {
  const { contribution } = learning;
  return contribution ? settle(contribution.round, "erased")(learning) : learning;
}

function settledAs(learning: Learning, round: RoundId, microEpsilon: number, outcome: string): Learning {
  return { ...learning, contribution: { step: "settled", round, microEpsilon, outcome } };
}

/** Outcome of a contribution whose round ended before it was sent. */
export const TOO_LATE = "too-late";

/** What a device that may learn has to do now. */
export type NextAct =
  | { readonly do: "nothing" }
  /** Until then, in milliseconds since 1970. */
  | { readonly do: "wait"; readonly until: number }
  | { readonly do: "begin"; readonly round: RoundId }
  | { readonly do: "draw"; readonly record: RecordIn<"drawing"> }
  | { readonly do: "vote"; readonly record: RecordIn<"waiting"> }
  | { readonly do: "send"; readonly record: RecordIn<"sending"> }
  | { readonly do: "settle"; readonly round: RoundId; readonly outcome: string };

/**
 * Decides. Pure.
 *
 * @param current - The round that the site's manifest names, if it was read.
 * @param now - Milliseconds since 1970.
 */
export function nextAct(learning: Learning, current: RoundId | null, now: number): NextAct {
  const { contribution: record } = learning;
  if (record && record.step !== "settled") {
    if (now >= record.deadline) return { do: "settle", round: record.round, outcome: TOO_LATE };
    if (now < record.notBefore) return { do: "wait", until: record.notBefore };
    switch (record.step) {
      case "drawing":
        return { do: "draw", record };
      case "waiting":
        return { do: "vote", record };
      case "sending":
        return { do: "send", record };
    }
  }
  return current === null || hasMet(learning, current) ? { do: "nothing" } : { do: "begin", round: current };
}
