import { type Condition, parseCondition } from "@sedge/protocol/condition";
import { isText, matching, maybe, misfit, oneOf, shape } from "../form.ts";
import type { PersonalizeOptions, PersonalizeRule } from "../public/personalize.ts";
import { SedgeError } from "../sedge-error.ts";

/** Most rules at once, and the longest selector. */
const MAX_RULES = 100;
const selector = matching(/^[^]{1,500}$/);

/** A rule, read. */
export interface Rule {
  readonly name: string;
  readonly when: string;
  readonly condition: Condition;
  /** Selectors of what is shown, and of what is hidden, while the condition is true. */
  readonly show: readonly string[];
  readonly hide: readonly string[];
}

const FORMS = {
  name: matching(/^[^]{1,64}$/),
  when: isText,
  show: maybe(selector),
  hide: maybe(selector),
  swap: maybe(shape<NonNullable<PersonalizeRule["swap"]>>({ from: selector, to: selector })),
};

function bad(sentence: string): SedgeError {
  return new SedgeError("bad-rule", sentence);
}

/** Whether the page's engine can read a selector. */
export type IsSelector = (selector: string) => boolean;

function readRule(raw: unknown, index: number, isSelector: IsSelector): Rule {
  const place = `rule ${index + 1}`;
  if (typeof raw !== "object" || raw === null) throw bad(`${place} is no object.`);
  const unknown = Object.keys(raw).find((key) => !(key in FORMS));
  if (unknown !== undefined) throw bad(`${place}: \`${unknown}\` is not a part of a rule.`);
  const missing = misfit<PersonalizeRule>(FORMS, raw);
  if (missing) throw bad(`${place}: \`${missing}\` is missing, or not of the form that is documented.`);
  const { name, when, show, hide, swap } = raw as PersonalizeRule;
  const parsed = parseCondition(when, "page");
  if (!parsed.ok) throw bad(`${place}, ${name}: \`when\` at ${parsed.at}: ${parsed.message}.`);
  const lists = { show: [show, swap?.to], hide: [hide, swap?.from] };
  const read = (list: readonly (string | undefined)[]) => list.filter((one) => one !== undefined);
  const wrong = [...read(lists.show), ...read(lists.hide)].find((one) => !isSelector(one));
  if (wrong !== undefined) throw bad(`${place}, ${name}: \`${wrong}\` is no selector.`);
  if (show === undefined && hide === undefined && !swap) throw bad(`${place}, ${name}: nothing to show, hide or swap.`);
  return { name, when, condition: parsed.condition, show: read(lists.show), hide: read(lists.hide) };
}

/** The options of `personalize`, parsed. */
export interface Orders {
  /** Undefined where the call left them as they were. */
  readonly rules: readonly Rule[] | undefined;
  readonly late: "calm" | "now" | undefined;
}

const isLate = oneOf(undefined, "calm", "now");

/**
 * Reads what `personalize` was given.
 *
 * @throws SedgeError `bad-rule` for the first part of another form, named by its place.
 */
export function readOrders(options: unknown, isSelector: IsSelector): Orders {
  const { rules, late }: { readonly [Name in keyof PersonalizeOptions]?: unknown } = Object(options);
  if (!isLate(late)) throw bad("`late` is `calm` or `now`.");
  if (rules === undefined) return { rules, late };
  if (!Array.isArray(rules) || rules.length > MAX_RULES) throw bad(`\`rules\` is a list of at most ${MAX_RULES}.`);
  const read = rules.map((rule: unknown, index) => readRule(rule, index, isSelector));
  const twice = read.find(({ name }, index) => read.findIndex((other) => other.name === name) < index);
  if (twice) throw bad(`two rules are called ${twice.name}.`);
  return { rules: read, late };
}
