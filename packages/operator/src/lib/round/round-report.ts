import type { RoundReport } from "@sedge/protocol";
import type { RoundRecord, RoundRows } from "./round-rows.ts";

/** Most rounds that a report lists. */
const MAX_LISTED = 50;
/** The delta at which epsilon is stated before the first round. */
export const USUAL_DELTA = 1e-6;

/** The rounds as the operator's console shows them. @param reports - Of the running round, where this operator counts them. */
export function reportOf(rows: RoundRows, reports: RoundReport["rounds"][number]["reports"]): RoundReport {
  const rounds = rows.rounds(MAX_LISTED);
  return {
    rounds: rounds.map(({ request, terms, progress }: RoundRecord) => ({
      round: request.round,
      state: progress.state,
      generation: request.generation,
      deadline: request.deadline,
      minPeople: request.minPeople,
      people: progress.accepted?.people ?? null,
      rho: terms?.rho ?? null,
      end: progress.end && "counts" in progress.end ? null : progress.end,
      reports: progress.state === "collecting" || progress.state === "closing" ? reports : null,
    })),
    spent: rows.spent(rounds[0]?.request.delta ?? USUAL_DELTA),
  };
}
