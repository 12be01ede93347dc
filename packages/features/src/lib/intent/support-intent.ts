import { strengthOf, together } from "../evidence.ts";
import { friction } from "../friction/friction.ts";
import type { Session } from "../session.ts";

/** One reason to think that the visitor wants help. */
export interface SupportReason {
  /** Stable code, see docs/taxonomy.md. */
  readonly code: string;
  readonly label: string;
  /** The fact itself: a count, a flag of 0 or 1, or a score of 0 to 1. */
  readonly value: number;
  /** What it comes up to by itself, above 0 to 1. */
  readonly strength: number;
}

/** Whether the visitor wants help, by rules: no public data of web visits says who did. */
export interface SupportIntent {
  /** 0 to 1; a rule's number. */
  readonly probability: number;
  /** The strongest first. */
  readonly reasons: readonly SupportReason[];
}

/** What friction alone comes up to at most: who meets it may want help, or may want to leave. */
const FRICTION_WEIGHT = 0.3;

const RULES = [
  {
    code: "contact-made",
    label: "turned to somebody",
    of: ({ contact }: Session) => contact.contacts,
    strength: (contacts: number) => (contacts > 0 ? 0.8 : 0),
  },
  {
    code: "support-page-open",
    label: "a help page is open",
    of: ({ page }: Session) => (page === "support" ? 1 : 0),
    strength: (open: number) => 0.5 * open,
  },
  {
    code: "support-pages",
    label: "help pages seen",
    of: ({ pages }: Session) => pages.support,
    strength: (pages: number) => strengthOf({ threshold: 2, weight: 0.6 }, pages),
  },
  {
    code: "friction",
    label: "met friction",
    of: (session: Session) => friction(session).score,
    strength: (score: number) => FRICTION_WEIGHT * score,
  },
] as const;

/** The chance that the visitor wants help: the rules as independent signs, `1 - Π (1 - strength)`. Pure. */
export function supportIntent(session: Session): SupportIntent {
  const reasons = RULES.map(({ code, label, of, strength }) => {
    const value = of(session);
    return { code, label, value, strength: strength(value) };
  })
    .filter(({ strength }) => strength > 0)
    .toSorted((a, b) => b.strength - a.strength);
  return { probability: together(reasons.map(({ strength }) => strength)), reasons };
}

/** Every code that `supportIntent` may give as a reason. */
export const SUPPORT_REASONS: readonly string[] = RULES.map(({ code }) => code);
