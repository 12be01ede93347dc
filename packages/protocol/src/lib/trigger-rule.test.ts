import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { MAX_CONDITION_CHARS } from "./condition/parse-condition.ts";
import { parseTriggerCondition } from "./condition/trigger-condition.ts";
import { TriggerOrder } from "./trigger-rule.ts";

const RULE = {
  name: "cart-left",
  when: "stage:intend & seen:app & hours-since.app>2 & hours-since.shop-till>2",
  to: { webhook: "email" },
  cap: { times: 1, hours: 168 },
};
const ORDER = {
  rules: [RULE],
  destinations: [{ channel: "email", url: "https://mail.example/sedge", secrets: [1] }],
};

test("the rules in the documentation are rules", () => {
  const text = readFileSync(join(import.meta.dirname, "../../../../docs/journeys.md"), "utf8");
  const [, example = ""] = /```json\n(\{\n  "rules"[^`]*)```/.exec(text) ?? [];
  const { rules } = v.parse(TriggerOrder, JSON.parse(example));
  expect(rules.map(({ name, when }) => [name, parseTriggerCondition(when).ok])).toEqual([
    ["left-in-the-app", true],
    ["cool-everywhere", true],
  ]);
});

/** Where an order is wrong: paths and messages. */
function faults(order: object): string[] {
  const { issues = [] } = v.safeParse(TriggerOrder, order);
  return issues.map((issue) => `${v.getDotPath(issue) ?? ""}: ${issue.message}`);
}
const withRule = (changes: object) => faults({ ...ORDER, rules: [{ ...RULE, ...changes }] });

test("an order is parsed as it is, and a condition in the JSON of version 5 is read as text", () => {
  expect(v.parse(TriggerOrder, ORDER)).toEqual(ORDER);
  const when = { all: [{ transition: { from: "email", to: "web" } }, { not: { seen: "shop-till", withinHours: 2 } }] };
  const [rule] = v.parse(TriggerOrder, { ...ORDER, rules: [{ ...RULE, when }] }).rules;
  expect(rule?.when).toBe("transitions.email.web>=1 & !hours-since.shop-till<=2");
});

describe("what is wrong is named", () => {
  test("a condition that is neither text nor of version 5, or too long", () => {
    for (const when of [null, 5, [], { colour: "blue" }, "x".repeat(MAX_CONDITION_CHARS + 1)]) {
      expect(withRule({ when })).toEqual([expect.stringMatching(/^rules\.0\.when: /)]);
    }
    expect(withRule({ when: "x".repeat(MAX_CONDITION_CHARS) })).toEqual([]);
  });
  test("names, channels and destinations that do not go together", () => {
    expect(faults({ ...ORDER, rules: [RULE, RULE] })).toEqual(["rules: names repeat"]);
    expect(faults({ ...ORDER, destinations: [] })).toEqual(["destinations: a rule's webhook has no destination"]);
    const [destination] = ORDER.destinations;
    expect(faults({ ...ORDER, destinations: [destination, destination] })).toEqual(["destinations: channels repeat"]);
  });
  test.each(["http://mail.example/", "https://user:pass@mail.example/", "ftp://mail.example/", "mail.example"])(
    "an address that no webhook goes to: %s",
    (url) => expect(faults({ ...ORDER, destinations: [{ channel: "email", url, secrets: [1] }] })).not.toEqual([]),
  );
  test("secrets in the wrong order", () => {
    const secrets = (numbers: number[]) =>
      faults({ ...ORDER, destinations: [{ ...ORDER.destinations[0], secrets: numbers }] });
    expect(secrets([2, 1])).toEqual([]);
    expect(secrets([1, 2])).toHaveLength(1);
    expect(secrets([1, 1])).toHaveLength(1);
    expect(secrets([])).toHaveLength(1);
  });
});
