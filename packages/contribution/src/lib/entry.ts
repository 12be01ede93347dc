import { askBudget, type DeviceBudget } from "@sedge/privacy/budget";
import type { RandomSource } from "@sedge/privacy/prf";
import type { OperationId, Round } from "@sedge/protocol";
import { newBallot } from "./ballot.ts";
import type { RecordIn } from "./contribution-record.ts";
import { BUDGET_SPENT } from "./contribution-steps.ts";
import { costOf } from "./round-cost.ts";

/** Who may take part, and with what. */
export interface Entrant {
  readonly site: string;
  readonly budget: DeviceBudget;
  /** What the vote will describe, as the round asks for it; undefined where this version can't answer. */
  readonly point: number[] | undefined;
  readonly operationId: OperationId;
  readonly random: RandomSource;
  /** Milliseconds since 1970 by the clock that records go by. */
  readonly nowMs: number;
  /** The same instant in seconds since 1970 by the edge's clock, as the round's deadline. */
  readonly edgeSeconds: number;
}

/** Why somebody does not take part: the round measures something else, or it costs too much. */
export type DeclinedCode = "unknown-measurement" | typeof BUDGET_SPENT;

/** Whether somebody takes part in a round. */
export type Entry =
  | { readonly state: "entered"; readonly drawing: RecordIn<"drawing"> }
  | { readonly state: "declined"; readonly code: DeclinedCode; readonly message: string };

/**
 * Looks at a round that somebody answerable signs and that the entrant has not met: whether it measures what there is
 * to tell, and the entrant's own budget allows it.
 */
export function entryOf(round: Round, entrant: Entrant): Entry {
  const { site, budget, point, operationId, random, nowMs, edgeSeconds } = entrant;
  if (!point) return declined("unknown-measurement", "The round measures what this version does not know.");
  const microEpsilon = costOf(round);
  const spending = { round: round.round, microEpsilon, spentAt: Math.floor(nowMs / 1_000) };
  if (askBudget(budget, spending).outcome !== "granted") {
    return declined(BUDGET_SPENT, "The device's privacy budget does not allow this round.");
  }
  const drawing: RecordIn<"drawing"> = {
    step: "drawing",
    round: round.round,
    microEpsilon,
    deadline: nowMs + (round.deadline - edgeSeconds) * 1_000,
    attempts: 0,
    notBefore: nowMs,
    operationId,
    asked: newBallot(site, round, random),
    point,
  };
  return { state: "entered", drawing };
}

function declined(code: DeclinedCode, message: string): Entry {
  return { state: "declined", code, message };
}
