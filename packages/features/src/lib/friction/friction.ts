import { strengthOf, together, type EvidenceRule } from "../evidence.ts";
import type { Session } from "../session.ts";

/** One sign of friction: what is counted, from when on it says something, and how much it says at most. */
export interface FrictionRule extends EvidenceRule {
  /** Stable code, such as `rage-click`. */
  readonly code: string;
  /** Words for people. */
  readonly label: string;
  readonly countOf: (session: Session) => number;
}

/**
 * The signs of friction. All are things a person did or wrote; how a pointer moved is never one, as the public record
 * finds no clear relation between mouse movement and stress.
 *
 * Thresholds follow the field where it has them: PostHog (`rageclick`: 3 clicks, 30 px, 1,000 ms) for a rage click, of
 * which one is enough; Microsoft Clarity and Sentry for a dead click (a click without an answer in reasonable time), of
 * which it takes two, since one may be a slow network's; Conviva (`page loop`: the same page three times) for
 * back-and-forth; Hassan et al. (CIKM 2013) for searching again with nothing opened. The weights are ours: what shows
 * anger or a broken page weighs more than what may also be a change of mind.
 */
export const FRICTION_RULES: readonly FrictionRule[] = [
  {
    code: "rage-click",
    label: "clicked one spot again and again",
    threshold: 1,
    weight: 0.8,
    countOf: ({ events }) => events["rage-click"],
  },
  {
    code: "dead-click",
    label: "clicked on what did not answer",
    threshold: 2,
    weight: 0.5,
    countOf: ({ events }) => events["dead-click"],
  },
  {
    code: "error-loop",
    label: "tried again and met an error again",
    threshold: 2,
    weight: 0.8,
    countOf: ({ struggle }) => struggle.errorLoop.count,
  },
  {
    code: "repeated-search",
    label: "searched again with nothing opened in between",
    threshold: 2,
    weight: 0.6,
    countOf: ({ struggle }) => struggle.search.count,
  },
  {
    code: "form-abandonment",
    label: "filled in a form and left without sending it",
    threshold: 1,
    weight: 0.6,
    countOf: ({ struggle }) => struggle.form.abandoned,
  },
  {
    code: "back-and-forth",
    label: "went to and fro between the same two pages",
    threshold: 2,
    weight: 0.5,
    countOf: ({ struggle }) => struggle.pair.count,
  },
  {
    code: "frustrated-text",
    label: "wrote a frustrated text",
    threshold: 1,
    weight: 0.8,
    countOf: ({ struggle }) => struggle.text.frustrated,
  },
];

/** A sign of friction that has reached its threshold. */
export interface FrictionSignal {
  /** Stable code, see docs/taxonomy.md. */
  readonly code: string;
  readonly label: string;
  /** How often it happened in this session, at least `threshold`. */
  readonly count: number;
  readonly threshold: number;
  /** The most that this sign can add to the score alone, 0 to 1. */
  readonly weight: number;
}

/** What got in the visitor's way. */
export interface Friction {
  /**
   * 0 none to 1: `1 - Π (1 - weight · count / (count + threshold))` over the signals. A rule's number, not a
   * probability: no public data says who was frustrated by what they did.
   */
  readonly score: number;
  /** The strongest first. */
  readonly signals: readonly FrictionSignal[];
}

/** Friction of a session so far. Pure; never falls during a session. */
export function friction(session: Session): Friction {
  const signals = FRICTION_RULES.map(({ code, label, threshold, weight, countOf }) => {
    return { code, label, count: countOf(session), threshold, weight };
  })
    .filter(({ count, threshold }) => count >= threshold)
    .toSorted((a, b) => strengthOf(b, b.count) - strengthOf(a, a.count));
  return { score: together(signals.map((signal) => strengthOf(signal, signal.count))), signals };
}
