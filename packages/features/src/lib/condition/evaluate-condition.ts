import { type Comparison, type Condition, printTerm, type Term } from "@sedge/protocol/condition";

/** What a condition tests, by subject. A subject that is not there is not known. */
export interface Facts {
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, number>>;
}

/** True, false, or null while a fact that decides it is not known (Kleene's strong three-valued logic). */
export type Truth = boolean | null;

/** A condition's truth, and a line for each of its terms. */
export interface Evaluated {
  readonly truth: Truth;
  readonly why: readonly string[];
}

const COMPARE: { readonly [by in Comparison]: (value: number, limit: number) => boolean } = {
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
};

export function opposite(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

/** `all`: false as soon as one is, true if all are. `any`: true as soon as one is, false if all are false. Otherwise not known. */
export function joinTruths(op: "all" | "any", truths: readonly Truth[]): Truth {
  const decisive = op === "any";
  if (truths.includes(decisive)) return decisive;
  return truths.includes(null) ? null : !decisive;
}

/** Evaluates a condition. Pure. */
export function evaluateCondition(condition: Condition, facts: Facts): Evaluated {
  if (condition.op === "not") {
    const { truth, why } = evaluateCondition(condition.of, facts);
    return { truth: opposite(truth), why };
  }
  if (condition.op === "is" || condition.op === "compare") return evaluateTerm(condition, facts);
  const parts = condition.of.map((part) => evaluateCondition(part, facts));
  const truths = parts.map(({ truth }) => truth);
  return { truth: joinTruths(condition.op, truths), why: parts.flatMap(({ why }) => why) };
}

function evaluateTerm(term: Term, { names, numbers }: Facts): Evaluated {
  const { subject } = term;
  let truth: boolean;
  let known: string;
  if (term.op === "is") {
    const found = own(names, subject);
    if (!found) return unknown(term);
    truth = term.names.some((name) => found.includes(name));
    known = found.join(", ") || "none";
  } else {
    const value = own(numbers, subject);
    if (value === undefined) return unknown(term);
    truth = COMPARE[term.by](value, term.limit);
    // Three digits are enough to see why, and hide what is only noise.
    known = String(Math.round(value * 1_000) / 1_000);
  }
  return { truth, why: [`${truth ? "yes" : "no"}: ${printTerm(term)} (it is ${known})`] };
}

function unknown(term: Term): Evaluated {
  return { truth: null, why: [`not known yet: ${printTerm(term)}`] };
}

function own<Value>(values: Readonly<Record<string, Value>>, subject: string): Value | undefined {
  return Object.hasOwn(values, subject) ? values[subject] : undefined;
}
