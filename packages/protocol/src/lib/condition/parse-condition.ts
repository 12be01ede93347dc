import { type Comparison, COMPARISONS, type Condition, type Term } from "./condition.ts";
import { type Evaluator, knownBy, MEASURED_SUBJECTS, NAMED_SUBJECTS } from "./subjects.ts";

/** Longest condition, in UTF-16 code units, and the deepest nesting. A condition is a line or two, not a program. */
export const MAX_CONDITION_CHARS = 4_000;
export const MAX_CONDITION_DEPTH = 16;

/** Either the condition, or what is wrong and where: `at` counts UTF-16 code units from 0. */
export type ParsedCondition =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly at: number; readonly message: string };

/** What is wrong with a term that the grammar allows; undefined if nothing is. */
export type TermCheck = (term: Term) => string | undefined;

const NAME = /[\w.-]+/y;
const SUBJECT = /[a-z][a-z-]*(?:\.[\w.-]+)?/y;
// No exponent, so that what is read is what is seen.
const NUMBER = /\d{1,9}(?:\.\d{1,6})?|\.\d{1,6}/y;
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
 * Parses a condition. White space may separate any two symbols.
 *
 * ```ebnf
 * any     = all, { "|", all } ;
 * all     = part, { "&", part } ;
 * part    = "!", part | "(", any, ")" | is | compare ;
 * is      = subject, ":", name, { ",", name } ;            (* one of these names *)
 * compare = subject, ( ">=" | "<=" | ">" | "<" ), number ;
 * subject = word, [ ".", code ] ;                          (* those of subjects.ts *)
 * name    = ( letter | digit | "_" | "." | "-" ), { letter | digit | "_" | "." | "-" } ;
 * code    = name ;
 * number  = digits, [ ".", digits ] | ".", digits ;        (* 9 before the point and 6 behind it *)
 * ```
 *
 * @param evaluator - Who will evaluate it. A subject that it does not know is refused.
 * @param check - Checks names, codes and limits of each term.
 */
export function parseCondition(text: string, evaluator: Evaluator, check?: TermCheck): ParsedCondition {
  try {
    return { ok: true, condition: new Parser(text, evaluator, check).whole() };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return { ok: false, at: error.at, message: error.message };
  }
}

/** Reads from the left, one symbol after the other. */
class Parser {
  readonly #text: string;
  readonly #evaluator: Evaluator;
  readonly #check: TermCheck | undefined;
  #at = 0;

  constructor(text: string, evaluator: Evaluator, check: TermCheck | undefined) {
    if (text.length > MAX_CONDITION_CHARS) {
      throw new Misfit(MAX_CONDITION_CHARS, `a condition has at most ${MAX_CONDITION_CHARS} characters`);
    }
    this.#text = text;
    this.#evaluator = evaluator;
    this.#check = check;
    this.#match(SPACE);
  }

  whole(): Condition {
    const condition = this.#any(0);
    if (this.#at < this.#text.length) throw this.#misfit("`|`, `&` or the end was expected");
    return condition;
  }

  #any(depth: number): Condition {
    return this.#joined("any", "|", () => this.#joined("all", "&", () => this.#part(depth)));
  }

  #joined(op: "all" | "any", sign: string, next: () => Condition): Condition {
    const first = next();
    const of = [first];
    while (this.#skip(sign)) of.push(next());
    return of.length === 1 ? first : { op, of };
  }

  #part(depth: number): Condition {
    if (depth > MAX_CONDITION_DEPTH) throw this.#misfit(`conditions nest at most ${MAX_CONDITION_DEPTH} deep`);
    if (this.#skip("!")) return { op: "not", of: this.#part(depth + 1) };
    if (!this.#skip("(")) return this.#term();
    const inner = this.#any(depth + 1);
    if (!this.#skip(")")) throw this.#misfit("`)` was expected");
    return inner;
  }

  #term(): Term {
    const start = this.#at;
    const subject = this.#match(SUBJECT);
    if (!subject) throw this.#misfit("a subject such as `cluster` or `confidence` was expected");
    const named = knownBy(NAMED_SUBJECTS, subject);
    const measured = knownBy(MEASURED_SUBJECTS, subject);
    const known = named ?? measured;
    if (!known) throw new Misfit(start, `\`${subject}\` is no subject`);
    if (!known.includes(this.#evaluator)) {
      const place = this.#evaluator === "page" ? "the edge, in trigger rules" : "the page, in page rules";
      throw new Misfit(start, `\`${subject}\` is known only to ${place}`);
    }
    const term: Term =
      named && this.#skip(":")
        ? { op: "is", subject, names: this.#names() }
        : { op: "compare", subject, by: this.#comparison(subject, measured !== undefined), limit: this.#number() };
    const wrong = this.#check?.(term);
    if (wrong !== undefined) throw new Misfit(start, wrong);
    return term;
  }

  #names(): string[] {
    const names: string[] = [];
    do {
      const name = this.#match(NAME);
      if (!name) throw this.#misfit("a name was expected");
      names.push(name);
    } while (this.#skip(","));
    return names;
  }

  #comparison(subject: string, isMeasured: boolean): Comparison {
    if (!isMeasured) throw this.#misfit(`\`:\` was expected after \`${subject}\``);
    const by = COMPARISONS.find((sign) => this.#skip(sign));
    if (!by) throw this.#misfit("`>`, `>=`, `<` or `<=` was expected");
    return by;
  }

  #number(): number {
    const digits = this.#match(NUMBER);
    if (!digits) throw this.#misfit("a number such as `.6` was expected");
    return Number(digits);
  }

  /** What the sticky pattern matches here; moves behind it and the space that follows. Undefined for nothing. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (!found) return undefined;
    this.#at += found.length;
    if (pattern !== SPACE) this.#match(SPACE);
    return found;
  }

  #skip(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    this.#match(SPACE);
    return true;
  }

  #misfit(message: string): Misfit {
    return new Misfit(this.#at, message);
  }
}
