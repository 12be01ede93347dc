import type { Session } from "../session.ts";
import { supportIntent, type SupportReason } from "./support-intent.ts";

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
 * One distribution over the six intents, asked in this order: does the visitor want help (`s`, rules), and if not, will
 * they buy (`b`, purchase-propensity), and if not, what will they do next (`q`, session-intent)?
 *
 * `support = s`, `buy = (1 - s) · b`, and each next step `(1 - s) · (1 - b) · q`, with `q` made to add up to 1.
 *
 * Where no rule speaks for help, `s` is 0 and `buy` is the calibrated probability itself. After a purchase `b` is 0: it
 * is done. Undefined without the next steps' model: then nothing can be said of four of the six. Pure.
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
