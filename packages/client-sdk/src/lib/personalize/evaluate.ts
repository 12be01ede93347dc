import { type Comparison, type Expression, written } from "./expression.ts";
import type { Facts } from "./facts.ts";

/** True, false, or null while a fact that decides it is not known yet (Kleene's strong three-valued logic). */
export type Truth = boolean | null;

/** An answer, and a line for each question that was asked. */
export interface Evaluated {
  readonly truth: Truth;
  readonly why: readonly string[];
}

const HOLDS: { readonly [sign in Comparison]: (value: number, limit: number) => boolean } = {
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
};

/** Three digits are enough to see why, and hide what is only noise. */
const inShort = (value: number) => String(Math.round(value * 1_000) / 1_000);

function saying(truth: boolean, question: string, known: string): Evaluated {
  return { truth, why: [`${truth ? "yes" : "no"}: ${question} (${known})`] };
}

/** Asks a condition of the facts. Pure. */
export function evaluate(expression: Expression, facts: Facts): Evaluated {
  switch (expression.op) {
    case "is": {
      const known = facts.names[expression.subject];
      const question = written(expression);
      if (!known) return { truth: null, why: [`not known yet: ${question}`] };
      const isOne = expression.names.some((name) => known.includes(name));
      return saying(isOne, question, `it is ${known.join(", ") || "none"}`);
    }
    case "compare": {
      const value = Object.hasOwn(facts.numbers, expression.subject) ? facts.numbers[expression.subject] : undefined;
      const question = written(expression);
      if (value === undefined) return { truth: null, why: [`not known yet: ${question}`] };
      return saying(HOLDS[expression.by](value, expression.limit), question, `it is ${inShort(value)}`);
    }
    case "not": {
      const { truth, why } = evaluate(expression.of, facts);
      return { truth: truth === null ? null : !truth, why };
    }
    default: {
      const parts = expression.of.map((part) => evaluate(part, facts));
      // What one part decides for all: a false one an "and", a true one an "or".
      const decisive = expression.op === "or";
      const why = parts.flatMap((part) => part.why);
      if (parts.some(({ truth }) => truth === decisive)) return { truth: decisive, why };
      return { truth: parts.some(({ truth }) => truth === null) ? null : !decisive, why };
    }
  }
}
