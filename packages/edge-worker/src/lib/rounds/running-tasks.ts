import { type RoundRows, type TaskLane, USUAL_DELTA } from "@sedge/operator/rounds";
import { isOfWindow, type PrivacySpent, type RoundTerms, type TaskTerms, type WindowTerms } from "@sedge/protocol";

/** A running task: its terms for devices, and the secret of this operator's keys. */
export interface CurrentTask<Terms extends TaskTerms = TaskTerms> {
  readonly terms: Terms;
  readonly secret: Uint8Array;
}

/** The running round, the running windows, and what rounds have spent so far. */
export interface Learning {
  readonly current: CurrentTask<RoundTerms> | undefined;
  readonly windows: readonly CurrentTask<WindowTerms>[];
  readonly spent: PrivacySpent;
}

/** The tasks that collect votes now, and what rounds have spent. */
export function learningOf(rows: RoundRows): Learning {
  const spent = rows.spent(rows.rounds(1)[0]?.request.delta ?? USUAL_DELTA);
  const tasks = rows.lanes().flatMap((lane) => collecting(rows, lane) ?? []);
  const windows = tasks.flatMap(({ terms, secret }) => (isOfWindow(terms) ? [{ terms, secret }] : []));
  const [current] = tasks.flatMap(({ terms, secret }) => (isOfWindow(terms) ? [] : [{ terms, secret }]));
  return { current, windows, spent };
}

function collecting(rows: RoundRows, lane: TaskLane): CurrentTask | undefined {
  const running = rows.running(lane);
  const secret = running && rows.held(running.request.round, "secret");
  if (running?.progress.state !== "collecting" || !running.terms || !secret) return undefined;
  return { terms: running.terms, secret };
}
