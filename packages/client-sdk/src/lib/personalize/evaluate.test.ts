import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import type { Facts } from "./facts.ts";
import { parseExpression } from "./parse-expression.ts";

const facts: Facts = {
  names: { cluster: ["c3"], intent: ["compare"], sign: [], trigger: ["come-back", "hurry"] },
  numbers: { propensity: 0.6, friction: 0, "intent.buy": 0.25, "prediction.reach-9": 0.71234 },
};

function ask(text: string, of = facts) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return evaluate(parsed.expression, of);
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
  ["stage:trouble | cluster:c3", true],
  ["stage:trouble & cluster:c1", false],
  ["stage:trouble & cluster:c3", null],
  ["stage:trouble | cluster:c1", null],
])("%s is %s", (text, truth) => {
  expect(ask(text).truth).toBe(truth);
});

test("an answer says why, question by question", () => {
  expect(ask("cluster:c1 | intent:compare & prediction.reach-9>.8 | stage:buy").why).toEqual([
    "no: cluster:c1 (it is c3)",
    "yes: intent:compare (it is compare)",
    "no: prediction.reach-9>0.8 (it is 0.712)",
    "not known yet: stage:buy",
  ]);
  expect(ask("sign:error").why).toEqual(["no: sign:error (it is none)"]);
});
