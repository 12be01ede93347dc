import { evaluateCondition, type Facts, joinTruths, opposite, type Truth } from "@sedge/features/condition";
import { parseCondition } from "@sedge/protocol/condition";
import type { PersonalizeExplanation } from "../public/personalize.ts";
import type { Rule } from "./rule.ts";

/** An element with marks of its own, as their attributes were written; null for one that it has not. */
export interface Marked<Target> {
  readonly target: Target;
  readonly show: string | null;
  readonly hide: string | null;
  /** Name of the alternatives that it is one of: one of them is shown. */
  readonly swap: string | null;
}

/** A rule, and what its selectors find. */
export interface Ruled<Target> {
  readonly rule: Rule;
  readonly show: readonly Target[];
  readonly hide: readonly Target[];
}

type Reasoned = Pick<PersonalizeExplanation, "when" | "result" | "why">;
/** Why something was decided, and whom it concerns. */
export type Reason<Target> = Reasoned & {
  /** Null for an element's own marks. */
  readonly rule: string | null;
  readonly targets: readonly Target[];
};

/** Whether each element is to be seen; one that is not there stays as it was written. */
export interface Decision<Target> {
  readonly visible: ReadonlyMap<Target, boolean>;
  /** Elements that take each other's place, and so change together or not yet, by the name of what binds them. */
  readonly together: ReadonlyMap<Target, string>;
  readonly reasons: readonly Reason<Target>[];
}

const RESULTS = new Map<Truth, PersonalizeExplanation["result"]>([
  [true, "matched"],
  [false, "not-matched"],
  [null, "not-known"],
]);

function resultOf(truth: Truth): PersonalizeExplanation["result"] {
  return RESULTS.get(truth) ?? "not-known";
}

/** What one attribute says: whether its condition is true. One that can't be parsed decides nothing. */
function asked(text: string, facts: Facts): Reasoned & { readonly truth: Truth } {
  const parsed = parseCondition(text, "page");
  if (!parsed.ok) return { truth: null, when: text, result: "bad-rule", why: [`at ${parsed.at}: ${parsed.message}`] };
  const { truth, why } = evaluateCondition(parsed.condition, facts);
  return { truth, when: text, result: resultOf(truth), why };
}

interface Wish<Target> {
  readonly marked: Marked<Target>;
  /** Whether its own marks want it seen; null while that is not known. */
  readonly wanted: Truth;
  readonly reason: Reason<Target>;
}

function wishOf<Target>(marked: Marked<Target>, facts: Facts): Wish<Target> {
  const { target, show, hide } = marked;
  const shown = show === null ? null : asked(show, facts);
  const hidden = hide === null ? null : asked(hide, facts);
  const parts = [shown, hidden].filter((part) => part !== null);
  const result = parts.find((part) => part.result === "bad-rule")?.result;
  const wanted = joinTruths("all", [shown ? shown.truth : true, hidden ? opposite(hidden.truth) : true]);
  return {
    marked,
    wanted,
    reason: {
      rule: null,
      when: [show, hide === null ? null : `hide: ${hide}`].filter((part) => part !== null).join("; "),
      result: result ?? (parts.length === 1 ? (parts[0]?.result ?? "not-known") : resultOf(wanted)),
      why: parts.flatMap(({ why }) => why),
      targets: [target],
    },
  };
}

/**
 * Which of some alternatives is seen: the first whose condition is true, else those without one. None is chosen while a condition
 * before it is not known.
 */
function chosenOf<Target>(wishes: readonly Wish<Target>[]): readonly Wish<Target>[] | null {
  const isConditional = ({ marked }: Wish<Target>) => marked.show !== null || marked.hide !== null;
  const first = wishes.filter(isConditional).find(({ wanted }) => wanted !== false);
  if (first) return first.wanted === null ? null : [first];
  return wishes.filter((wish) => !isConditional(wish));
}

/**
 * Decides what is seen. An element's own marks go before rules, an earlier rule before a later one; what says nothing yet leaves
 * the word to the next. Pure.
 */
export function decide<Target>(
  marked: readonly Marked<Target>[],
  ruled: readonly Ruled<Target>[],
  facts: Facts,
): Decision<Target> {
  const visible = new Map<Target, boolean>();
  const say = (target: Target, truth: Truth) => {
    if (truth !== null && !visible.has(target)) visible.set(target, truth);
  };
  const wishes = marked.map((one) => wishOf(one, facts));
  const groups = new Set(marked.flatMap(({ swap }) => (swap === null ? [] : [swap])));
  for (const { marked: one, wanted } of wishes) if (one.swap === null) say(one.target, wanted);
  for (const group of groups) {
    const members = wishes.filter(({ marked: one }) => one.swap === group);
    const chosen = chosenOf(members);
    for (const member of members) say(member.marked.target, chosen && chosen.includes(member));
  }
  const reasons = wishes.map(({ marked: one, reason }) =>
    one.swap === null ? reason : { ...reason, when: `swap ${one.swap}: ${reason.when || "otherwise"}` },
  );
  const together = new Map<Target, string>();
  for (const { target, swap } of marked) if (swap !== null) together.set(target, `swap ${swap}`);
  const ruledReasons = ruled.map(({ rule, show, hide }): Reason<Target> => {
    const { truth, why } = evaluateCondition(rule.condition, facts);
    for (const target of show) say(target, truth);
    for (const target of hide) say(target, opposite(truth));
    if (show.length > 0 && hide.length > 0) {
      for (const target of [...show, ...hide]) if (!together.has(target)) together.set(target, `rule ${rule.name}`);
    }
    return { rule: rule.name, when: rule.when, result: resultOf(truth), why, targets: [...show, ...hide] };
  });
  return { visible, together, reasons: [...reasons, ...ruledReasons] };
}
