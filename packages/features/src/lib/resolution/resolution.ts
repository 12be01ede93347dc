import { strengthOf, together } from "../evidence.ts";
import { friction } from "../friction/friction.ts";
import type { Session } from "../session.ts";

/** Evidence on whether a matter was settled. Counts are of the session; a higher count never lowers the answer. */
export interface ResolutionFacts {
  /** Score of `friction`, 0 to 1. */
  readonly friction: number;
  /** Support pages seen before the first contact, and contacts made. */
  readonly helpBefore: number;
  readonly contacts: number;
  /** Searches made, and support pages opened, after a contact. */
  readonly searchesAfter: number;
  readonly helpAfter: number;
  /** Chance, by the text model, that the contact did not solve it, 0 to 1; null without a text. */
  readonly text: number | null;
}

/** One reason to think that the matter is not settled. */
export interface ResolutionReason {
  /** Stable code, see docs/taxonomy.md. */
  readonly code: string;
  readonly label: string;
  /** The fact itself: a count, or a score of 0 to 1. */
  readonly value: number;
  /** Its strength alone, above 0 to 1. */
  readonly strength: number;
}

/** Whether this contact has solved the matter. */
export interface Resolution {
  /** 0 to 1, higher: more likely that the person comes back with the same matter. */
  readonly unresolved: number;
  /** The strongest first. */
  readonly reasons: readonly ResolutionReason[];
}

/** What friction alone comes up to at most: much of it is settled by the visitor. */
const FRICTION_WEIGHT = 0.5;

/** Signs along the path, by `strengthOf`. Ours, not learnt: no public data has both a path and its outcome. */
const PATH_RULES = [
  {
    code: "help-sought",
    label: "read several help pages",
    threshold: 3,
    weight: 0.3,
    of: ({ helpBefore }: ResolutionFacts) => helpBefore,
  },
  {
    code: "contact-after-help",
    label: "turned to somebody after help pages",
    threshold: 1,
    weight: 0.4,
    of: ({ helpBefore, contacts }: ResolutionFacts) => Math.min(helpBefore, contacts),
  },
  {
    code: "contact-again",
    label: "turned to somebody more than once",
    threshold: 2,
    weight: 0.7,
    of: ({ contacts }: ResolutionFacts) => contacts,
  },
  {
    code: "search-after-contact",
    label: "searched again after the contact",
    threshold: 1,
    weight: 0.7,
    of: ({ contacts, searchesAfter }: ResolutionFacts) => (contacts === 0 ? 0 : searchesAfter),
  },
  {
    code: "help-after-contact",
    label: "went back to the help pages after the contact",
    threshold: 1,
    weight: 0.6,
    of: ({ contacts, helpAfter }: ResolutionFacts) => (contacts === 0 ? 0 : helpAfter),
  },
] as const;

/**
 * The chance that this contact did not solve the matter: the path's signs, half the friction, and the text model's
 * chance, as independent signs (`1 - Π (1 - strength)`). Only the text's part is measured against data; the rest are
 * rules, so read the sum as an order of cases rather than a rate. Pure; monotone in every fact.
 */
export function resolution(facts: ResolutionFacts): Resolution {
  const found: ResolutionReason[] = [
    ...PATH_RULES.map(({ code, label, of, ...rule }) => {
      return { code, label, value: of(facts), strength: strengthOf(rule, of(facts)) };
    }),
    {
      code: "friction",
      label: "met friction on the way",
      value: facts.friction,
      strength: FRICTION_WEIGHT * facts.friction,
    },
    {
      code: "unresolved-text",
      label: "the text says that it is not solved",
      value: facts.text ?? 0,
      strength: facts.text ?? 0,
    },
  ];
  const reasons = found.filter(({ strength }) => strength > 0).toSorted((a, b) => b.strength - a.strength);
  return { unresolved: together(reasons.map(({ strength }) => strength)), reasons };
}

/** A session's facts. The text's chance is that of its last chat text. */
export function resolutionFacts(session: Session): ResolutionFacts {
  const { helpBefore, contacts, searchesAfter, helpAfter } = session.contact;
  return {
    friction: friction(session).score,
    helpBefore,
    contacts,
    searchesAfter,
    helpAfter,
    text: session.struggle.text.unresolved,
  };
}

/** Every code that `resolution` may give as a reason. */
export const RESOLUTION_REASONS: readonly string[] = [
  ...PATH_RULES.map(({ code }) => code),
  "friction",
  "unresolved-text",
];
