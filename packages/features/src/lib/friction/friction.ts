import { strengthOf, together } from "../evidence.ts";
import type { Session } from "../session.ts";
import { FRICTION_RULES } from "./friction-rules.ts";

/** A sign of friction that has reached its threshold. */
export interface FrictionSignal {
  /** Stable code, see docs/taxonomy.md. */
  readonly code: string;
  readonly label: string;
  /** How often it happened in this session, at least `threshold`. */
  readonly count: number;
  readonly threshold: number;
  /** The most that this sign can add to the score by itself, 0 to 1. */
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

/** Friction of a session so far. Pure; as a session goes on, it never falls. */
export function friction(session: Session): Friction {
  const signals = FRICTION_RULES.map(({ code, label, threshold, weight, countOf }) => {
    return { code, label, count: countOf(session), threshold, weight };
  })
    .filter(({ count, threshold }) => count >= threshold)
    .toSorted((a, b) => strengthOf(b, b.count) - strengthOf(a, a.count));
  return { score: together(signals.map((signal) => strengthOf(signal, signal.count))), signals };
}
