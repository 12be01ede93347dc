import { type AlertTerms, deviation, type Look } from "./deviation.ts";
import { accumulate, type Evidence, evidenceOf, NO_EVIDENCE } from "./e-detector.ts";

/** State of a rule. Times in seconds since 1970. */
export interface AlertState {
  readonly phase: "quiet" | "open" | "acknowledged";
  /** While quiet: evidence that the metric is above the boundary. While open: that it is below again. */
  readonly evidence: Evidence;
  /** Null while quiet. */
  readonly openedAt: number | null;
}

export const QUIET: AlertState = { phase: "quiet", evidence: NO_EVIDENCE, openedAt: null };

/** What a rule is notified of. */
export type AlertEvent =
  | {
      readonly type: "window";
      readonly at: number;
      readonly look: Look;
      /** See `usualLooks`. Without any, the window decides nothing. */
      readonly usual: readonly Look[];
    }
  | { readonly type: "acknowledge"; readonly at: number };

/** What the rule's owner is notified of. */
export interface AlertNotice {
  readonly type: "opened" | "acknowledged" | "closed";
  readonly at: number;
  readonly openedAt: number;
}

export interface AlertStep {
  readonly state: AlertState;
  readonly notice: AlertNotice | null;
}

/**
 * The state of a rule after an event. An alert opens once the evidence reaches looks / (1 - confidence), so that the chance of a
 * false one in any `looks` windows is at most 1 - confidence; it closes itself once the evidence that the metric is below the
 * boundary again reaches 1 / (1 - confidence). Acknowledging changes neither.
 */
export function alertAfter(terms: AlertTerms, state: AlertState, event: AlertEvent): AlertStep {
  if (event.type === "acknowledge") {
    if (state.phase !== "open" || state.openedAt === null) return { state, notice: null };
    return {
      state: { ...state, phase: "acknowledged" },
      notice: { type: "acknowledged", at: event.at, openedAt: state.openedAt },
    };
  }
  const { at, look, usual } = event;
  if (usual.length === 0) return { state, notice: null };
  const above = deviation(terms, look, usual);
  if (state.openedAt === null) {
    const evidence = accumulate(state.evidence, above);
    if (evidenceOf(evidence) < terms.looks / (1 - terms.confidence))
      return { state: { ...state, evidence }, notice: null };
    return {
      state: { phase: "open", evidence: NO_EVIDENCE, openedAt: at },
      notice: { type: "opened", at, openedAt: at },
    };
  }
  const evidence = accumulate(state.evidence, -above);
  if (evidenceOf(evidence) < 1 / (1 - terms.confidence)) return { state: { ...state, evidence }, notice: null };
  return { state: QUIET, notice: { type: "closed", at, openedAt: state.openedAt } };
}

/** A window of the past. */
export interface PastLook {
  /** Start and end, in seconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly look: Look;
  /** Whether the rule's alert was open: such a window is not usual. */
  readonly wasOpen: boolean;
}

const WEEK_SECONDS = 604_800;
const WEEKS = 4;

/** The looks at the same hours of the last 4 weeks, those during an alert left out. */
export function usualLooks(past: readonly PastLook[], at: number): Look[] {
  return Array.from({ length: WEEKS }, (_, index) => at - (index + 1) * WEEK_SECONDS).flatMap((then) => {
    const found = past.find(({ from, until, wasOpen }) => from <= then && then < until && !wasOpen);
    return found === undefined ? [] : [found.look];
  });
}
