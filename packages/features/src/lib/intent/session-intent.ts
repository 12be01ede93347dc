import type { Session } from "../session.ts";
import { strengthOf, together } from "../evidence.ts";
import { friction } from "../friction/friction.ts";

/** One reason to think that the visitor wants help. */
export interface SupportReason {
  /** Stable code, see docs/taxonomy.md. */
  readonly code: string;
  readonly label: string;
  /** The fact itself: a count, a flag of 0 or 1, or a score of 0 to 1. */
  readonly value: number;
  /** Its strength alone, above 0 to 1. */
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

/** What a visitor may want of a visit. Stable codes, see docs/taxonomy.md. */
export const SESSION_INTENTS = ["browse", "research", "compare", "buy", "support", "leave"] as const;
export type SessionIntentCode = (typeof SESSION_INTENTS)[number];

/** The next steps that the model `session-intent` foresees, as its outputs' codes. */
export const NEXT_STEPS = ["leave", "compare", "research", "browse"] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

const LABELS: Readonly<Record<SessionIntentCode, string>> = {
  browse: "looks around",
  research: "looks closely at one category",
  compare: "compares products",
  buy: "will buy in this visit",
  support: "wants help",
  leave: "is about to leave",
};

/** What the models say of a session. */
export interface IntentAnswers {
  /** Probabilities of `session-intent`, by code; undefined where the model is not to be had. */
  readonly next: Readonly<Record<NextStep, number>> | undefined;
  /** Probability of `purchase-propensity`; undefined where the model is not to be had. */
  readonly purchase: number | undefined;
}

/** One intent with its share of the distribution. */
export interface RankedIntent {
  readonly code: SessionIntentCode;
  readonly label: string;
  /** 0 to 1; all six add up to 1. */
  readonly probability: number;
}

/** What the visitor wants, as one distribution. */
export interface SessionIntent {
  /** All six, likeliest first. */
  readonly intents: readonly RankedIntent[];
  /** Why `support` has its share; the other intents' reasons are those of their models. */
  readonly supportReasons: readonly SupportReason[];
}

/**
 * One distribution over the six intents, from three questions: does the visitor want help (`s`, rules), otherwise will
 * they buy (`b`, purchase-propensity), otherwise what will they do next (`q`, session-intent)?
 *
 * `support = s`, `buy = (1 - s) · b`, and each next step `(1 - s) · (1 - b) · q`, with `q` normalised to 1.
 *
 * If no rule indicates help, `s` is 0 and `buy` is the calibrated probability itself. After a purchase `b` is 0.
 * Undefined without the next-step model, because four of the six intents depend on it. Pure.
 */
export function sessionIntent(session: Session, { next, purchase = 0 }: IntentAnswers): SessionIntent | undefined {
  if (!next) return undefined;
  const support = supportIntent(session);
  const b = session.events.purchase > 0 ? 0 : purchase;
  const known = NEXT_STEPS.reduce((sum, step) => sum + next[step], 0);
  const rest = (1 - support.probability) * (1 - b);
  const shares: Record<SessionIntentCode, number> = {
    support: support.probability,
    buy: (1 - support.probability) * b,
    leave: (rest * next.leave) / known,
    compare: (rest * next.compare) / known,
    research: (rest * next.research) / known,
    browse: (rest * next.browse) / known,
  };
  const intents = SESSION_INTENTS.map((code) => ({ code, label: LABELS[code], probability: shares[code] }));
  return {
    intents: intents.toSorted((a, b) => b.probability - a.probability),
    supportReasons: support.reasons,
  };
}
