import {
  COMPARISONS,
  type Condition,
  type Evaluator,
  MAX_CONDITION_CHARS,
  MEASURED_SUBJECTS,
  NAMED_SUBJECTS,
  parseCondition,
  printCondition,
} from "@sedge/protocol/condition";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateCondition, type Facts, joinTruths, opposite, type Truth } from "./evaluate-condition.ts";

const facts: Facts = {
  names: { cluster: ["c3"], intent: ["compare"], sign: [], trigger: ["come-back", "hurry"] },
  numbers: { propensity: 0.6, friction: 0, "intent.buy": 0.25, "prediction.reach-9": 0.71234 },
};

function evaluated(text: string, of = facts, evaluator: Evaluator = "page") {
  const parsed = parseCondition(text, evaluator);
  if (!parsed.ok) throw new Error(parsed.message);
  return evaluateCondition(parsed.condition, of);
}

test.each([
  ["cluster:c3", true],
  ["cluster:c1,c3", true],
  ["cluster:c1", false],
  ["trigger:hurry", true],
  ["sign:rage-click", false],
  ["propensity>.6", false],
  ["propensity>=.6", true],
  ["propensity<.6", false],
  ["propensity<=.6", true],
  ["intent.buy>.2 & prediction.reach-9>.7", true],
  ["!cluster:c3 | !cluster:c1", true],
  ["stage:trouble", null],
  ["!stage:trouble", null],
  ["prediction.toString>0", null],
])("%s is %s", (text, truth) => {
  expect(evaluated(text).truth).toBe(truth);
});

describe("three-valued logic", () => {
  // Kleene's strong tables: `T`, `F`, and `?` for what is not known.
  const ofSign: Readonly<Record<string, Truth>> = { T: true, F: false, "?": null };
  const term: Readonly<Record<string, string>> = { T: "cluster:c3", F: "cluster:c1", "?": "stage:buy" };
  test.each([
    ["T", "T", "T", "T"],
    ["T", "F", "F", "T"],
    ["T", "?", "?", "T"],
    ["F", "T", "F", "T"],
    ["F", "F", "F", "F"],
    ["F", "?", "F", "?"],
    ["?", "T", "?", "T"],
    ["?", "F", "F", "?"],
    ["?", "?", "?", "?"],
  ])("%s and %s: all %s, any %s", (a, b, all, any) => {
    expect(evaluated(`${term[a] ?? ""} & ${term[b] ?? ""}`).truth).toBe(ofSign[all]);
    expect(evaluated(`${term[a] ?? ""} | ${term[b] ?? ""}`).truth).toBe(ofSign[any]);
  });
  test.each([
    ["T", "F"],
    ["F", "T"],
    ["?", "?"],
  ])("not %s is %s", (a, not) => {
    expect(evaluated(`!${term[a] ?? ""}`).truth).toBe(ofSign[not]);
  });

  const truth = fc.constantFrom<Truth>(true, false, null);
  test("all and any are duals, whatever the number of parts", () => {
    fc.assert(
      fc.property(fc.array(truth, { minLength: 1, maxLength: 5 }), (truths) => {
        expect(opposite(joinTruths("all", truths))).toBe(joinTruths("any", truths.map(opposite)));
      }),
    );
  });
});

test("the explanation has one line for each term, with the fact or that it is not known", () => {
  expect(evaluated("cluster:c1 | intent:compare & prediction.reach-9>.8 | stage:buy").why).toEqual([
    "no: cluster:c1 (it is c3)",
    "yes: intent:compare (it is compare)",
    "no: prediction.reach-9>0.8 (it is 0.712)",
    "not known yet: stage:buy",
  ]);
  expect(evaluated("sign:error").why).toEqual(["no: sign:error (it is none)"]);
});

const subjectsOf = (subjects: object) =>
  Object.keys(subjects).map((name) => (name.endsWith(".") ? `${name}x-1` : name));
const measured = fc.constantFrom(...subjectsOf(MEASURED_SUBJECTS));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      op: fc.constant("is" as const),
      subject: fc.constantFrom(...subjectsOf(NAMED_SUBJECTS)),
      names: fc.array(fc.stringMatching(/^[\w.-]{1,8}$/), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      op: fc.constant("compare" as const),
      subject: measured,
      by: fc.constantFrom(...COMPARISONS),
      limit: fc.nat(999_999_999).map((millionths) => millionths / 1_000_000),
    }),
    fc.record({ op: fc.constant("not" as const), of: tie("condition") }),
    fc.record({
      op: fc.constantFrom("all" as const, "any" as const),
      of: fc.array(tie("condition"), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

/** What each evaluator knows: conditions of the other's subjects are left out. */
const isKnownTo = (one: Condition, evaluator: Evaluator): boolean => {
  if (one.op === "not") return isKnownTo(one.of, evaluator);
  if (one.op === "all" || one.op === "any") return one.of.every((part) => isKnownTo(part, evaluator));
  const subjects = one.op === "is" ? NAMED_SUBJECTS : MEASURED_SUBJECTS;
  return subjects[one.subject.replace(/\..*/, ".")]?.includes(evaluator) ?? false;
};

describe("text", () => {
  test.each(["page", "edge"] as const)("parsing what is printed gives the same condition on the %s", (evaluator) => {
    fc.assert(
      fc.property(
        condition.filter((one) => isKnownTo(one, evaluator)),
        (one) => {
          const text = printCondition(one);
          fc.pre(text.length <= MAX_CONDITION_CHARS);
          expect(parseCondition(text, evaluator)).toEqual({ ok: true, condition: one });
        },
      ),
    );
  });

  test("of any kind is parsed, or refused within the text, and never fails otherwise", () => {
    const symbols = [...Array.from("|&!(),:.<>= "), "cluster", "intent", "seen", "propensity", "hours-since.app"];
    const symbol = fc.constantFrom(...symbols, ".6", "c3", "é", "\u0000", "\n");
    fc.assert(
      fc.property(fc.array(symbol, { maxLength: 30 }), fc.constantFrom("page", "edge"), (parts, evaluator) => {
        const text = parts.join("");
        const parsed = parseCondition(text, evaluator);
        if (!parsed.ok) expect(parsed.at).toBeLessThanOrEqual(text.length);
        else expect(parseCondition(printCondition(parsed.condition), evaluator)).toEqual(parsed);
      }),
      { numRuns: 1_000 },
    );
  });
});
