import {
  type Comparison,
  COMPARISONS,
  type Expression,
  MEASURED_GROUPS,
  MEASURED_SUBJECTS,
  NAMED_SUBJECTS,
} from "./expression.ts";

/** Longest condition that is read, in UTF-16 code units, and the deepest nesting. An attribute is a line, not a program. */
export const MAX_EXPRESSION_CHARS = 500;
export const MAX_DEPTH = 16;

/** Either the expression, or what is wrong and where: `at` counts UTF-16 code units from 0. */
export type Parsed =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly at: number; readonly message: string };

const NAME = /[\w.-]+/y;
const SUBJECT = /[a-z]+(?:\.[\w-]+)?/y;
// No exponent, so that what is read is what is seen.
const NUMBER = /\d+(?:\.\d+)?|\.\d+/y;
const SPACE = /\s*/y;

/** Thrown within the parser alone. */
class Misfit {
  readonly at: number;
  readonly message: string;

  constructor(at: number, message: string) {
    this.at = at;
    this.message = message;
  }
}

/**
 * Reads a condition. White space may stand between any two symbols.
 *
 * ```ebnf
 * either  = both, { "|", both } ;
 * both    = term, { "&", term } ;
 * term    = "!", term | "(", either, ")" | is | compare ;
 * is      = named, ":", name, { ",", name } ;              (* one of these names *)
 * compare = measured, ( ">=" | "<=" | ">" | "<" ), number ;
 * named   = "cluster" | "intent" | "stage" | "trigger" | "arrival" | "source" | "sign" | "channel" ;
 * measured = "propensity" | "friction" | "unresolved" | "confidence" | "level"
 *         | ( "intent" | "prediction" ), ".", code ;
 * name    = ( letter | digit | "_" | "." | "-" ), { letter | digit | "_" | "." | "-" } ;
 * code    = ( letter | digit | "_" | "-" ), { letter | digit | "_" | "-" } ;
 * number  = digits, [ ".", digits ] | ".", digits ;
 * ```
 */
export function parseExpression(text: string): Parsed {
  try {
    return { ok: true, expression: new Reader(text).whole() };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return { ok: false, at: error.at, message: error.message };
  }
}

/** Reads from the left, one symbol after the other. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    if (text.length > MAX_EXPRESSION_CHARS) {
      throw new Misfit(MAX_EXPRESSION_CHARS, `a condition has at most ${MAX_EXPRESSION_CHARS} characters`);
    }
    this.#text = text;
    this.#match(SPACE);
  }

  whole(): Expression {
    const expression = this.#either(0);
    if (this.#at < this.#text.length) throw this.#misfit("`|`, `&` or the end was expected");
    return expression;
  }

  #either(depth: number): Expression {
    return this.#joined("or", "|", () => this.#joined("and", "&", () => this.#term(depth)));
  }

  #joined(op: "and" | "or", sign: string, next: () => Expression): Expression {
    const first = next();
    const of = [first];
    while (this.#takeSign(sign)) of.push(next());
    return of.length === 1 ? first : { op, of };
  }

  #term(depth: number): Expression {
    if (depth > MAX_DEPTH) throw this.#misfit(`conditions nest at most ${MAX_DEPTH} deep`);
    if (this.#takeSign("!")) return { op: "not", of: this.#term(depth + 1) };
    if (!this.#takeSign("(")) return this.#question();
    const inner = this.#either(depth + 1);
    if (!this.#takeSign(")")) throw this.#misfit("`)` was expected");
    return inner;
  }

  #question(): Expression {
    const start = this.#at;
    const subject = this.#match(SUBJECT);
    if (!subject) throw this.#misfit("a subject such as `cluster` or `propensity` was expected");
    const named = NAMED_SUBJECTS.find((known) => known === subject);
    if (named && this.#takeSign(":")) return { op: "is", subject: named, names: this.#names() };
    if (isMeasured(subject)) return { op: "compare", subject, by: this.#comparison(), limit: this.#number() };
    throw named
      ? this.#misfit(`\`:\` was expected after \`${named}\``)
      : new Misfit(start, `\`${subject}\` is no subject`);
  }

  #names(): string[] {
    const names: string[] = [];
    do {
      const name = this.#match(NAME);
      if (!name) throw this.#misfit("a name was expected");
      names.push(name);
    } while (this.#takeSign(","));
    return names;
  }

  #comparison(): Comparison {
    const by = COMPARISONS.find((sign) => this.#takeSign(sign));
    if (!by) throw this.#misfit("`>`, `>=`, `<` or `<=` was expected");
    return by;
  }

  #number(): number {
    const digits = this.#match(NUMBER);
    if (!digits) throw this.#misfit("a number such as `.6` was expected");
    return Number(digits);
  }

  /** Takes what the sticky pattern matches here, and the space behind it; undefined for nothing. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (!found) return undefined;
    this.#at += found.length;
    if (pattern !== SPACE) this.#match(SPACE);
    return found;
  }

  #takeSign(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    this.#match(SPACE);
    return true;
  }

  #misfit(message: string): Misfit {
    return new Misfit(this.#at, message);
  }
}

function isMeasured(subject: string): boolean {
  const [group, code] = subject.split(".");
  const known: readonly string[] = code === undefined ? MEASURED_SUBJECTS : MEASURED_GROUPS;
  return known.some((name) => name === group);
}
