import { area } from "./mutant.ts";

const PROTOCOL = "packages/protocol/src/lib/condition";
const FEATURES = "packages/features/src/lib";
const EDGE = "packages/edge-worker/src/lib/triggers";

export const conditions = area("conditions", [
  {
    id: "rule-fires-while-unknown",
    promise: "A trigger rule fires only while its condition is true, not while a fact is unknown.",
    file: `${EDGE}/look.ts`,
    find: "evaluateCondition(condition, facts).truth === true",
    replace: "evaluateCondition(condition, facts).truth !== false",
    killedBy: [`${EDGE}/triggers.test.ts`],
  },
  {
    id: "not-of-unknown",
    promise: "The opposite of what is unknown is unknown.",
    file: `${FEATURES}/condition/evaluate-condition.ts`,
    find: "return truth === null ? null : !truth;",
    replace: "return !truth;",
    killedBy: [`${FEATURES}/condition/evaluate-condition.test.ts`],
  },
  {
    id: "unknown-before-decisive",
    promise: "One false part makes `all` false, and one true part makes `any` true, whatever is unknown.",
    file: `${FEATURES}/condition/evaluate-condition.ts`,
    find: "if (truths.includes(decisive)) return decisive;",
    replace: "if (truths.includes(decisive) && !truths.includes(null)) return decisive;",
    killedBy: [`${FEATURES}/condition/evaluate-condition.test.ts`],
  },
  {
    id: "unknown-is-false",
    promise: "A fact that is not known leaves a condition unknown.",
    file: `${FEATURES}/condition/evaluate-condition.ts`,
    find: "return { truth: null, why: [`not known yet:",
    replace: "return { truth: false, why: [`not known yet:",
    killedBy: [`${FEATURES}/condition/evaluate-condition.test.ts`],
  },
  {
    id: "never-seen-is-now",
    promise: "A channel that was never seen was seen infinitely long ago.",
    file: `${FEATURES}/journey/profile-facts.ts`,
    find: "since[channel] ?? Infinity",
    replace: "since[channel] ?? 0",
    killedBy: [`${FEATURES}/journey/profile-facts.test.ts`],
  },
  {
    id: "look-an-hour-late",
    promise: "A waiting rule is evaluated in the hour in which its condition changes.",
    file: `${FEATURES}/journey/next-look.ts`,
    find: "? limit : limit - 1",
    replace: "? limit : limit",
    killedBy: [`${FEATURES}/journey/next-look.test.ts`],
  },
  {
    id: "subject-of-the-other",
    promise: "A rule that tests what its evaluator never knows is refused.",
    file: `${PROTOCOL}/parse-condition.ts`,
    find: "if (!known.includes(this.#evaluator)) {",
    replace: "if (known.length === 0) {",
    killedBy: [
      `${PROTOCOL}/parse-condition.test.ts`,
      "packages/client-sdk/src/lib/personalize/decision.test.ts",
      `${EDGE}/trigger-settings.test.ts`,
    ],
  },
  {
    id: "names-unchecked",
    promise: "A trigger rule that waits for a name that does not exist is refused.",
    file: `${PROTOCOL}/trigger-condition.ts`,
    find: 'return parseCondition(text, "edge", mistake);',
    replace: 'return parseCondition(text, "edge");',
    killedBy: [`${PROTOCOL}/trigger-condition.test.ts`, `${EDGE}/trigger-settings.test.ts`],
  },
  {
    id: "stored-json-unread",
    promise: "Trigger rules that version 5 stored are read.",
    file: "packages/protocol/src/lib/trigger-rule.ts",
    find: 'typeof value === "string" ? value : textOfJsonCondition(value)',
    replace: 'typeof value === "string" ? value : undefined',
    killedBy: ["packages/protocol/src/lib/trigger-rule.test.ts", `${EDGE}/trigger-settings.test.ts`],
  },
  {
    id: "wrong-rules-are-stored",
    promise: "An order with a wrong condition changes nothing.",
    file: `${EDGE}/trigger-settings.ts`,
    find: '  if (errors.length > 0) throw new Refusal("bad-condition", { errors: errors.slice(0, MAX_ERRORS) });\n',
    replace: "",
    killedBy: [`${EDGE}/trigger-settings.test.ts`],
  },
]);
