import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { TriggerOrder } from "./trigger-rule.ts";

const RULE = {
  name: "cart-left",
  when: {
    all: [{ stage: ["intend"] }, { seen: "app", beyondHours: 2 }, { not: { seen: "shop-till", withinHours: 2 } }],
  },
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
  expect(v.parse(TriggerOrder, JSON.parse(example)).rules.map(({ name }) => name)).toEqual([
    "left-in-the-app",
    "cool-everywhere",
  ]);
});

/** Where an order is wrong: paths and messages. */
function faults(order: object): string[] {
  const { issues = [] } = v.safeParse(TriggerOrder, order);
  return issues.map((issue) => `${v.getDotPath(issue) ?? ""}: ${issue.message}`);
}
const withRule = (changes: object) => faults({ ...ORDER, rules: [{ ...RULE, ...changes }] });

test("an order is parsed, and what it may leave out is filled in", () => {
  expect(v.parse(TriggerOrder, ORDER)).toEqual(ORDER);
  const when = { transition: { from: "email", to: "web" } };
  const [rule] = v.parse(TriggerOrder, { ...ORDER, rules: [{ ...RULE, when }] }).rules;
  expect(rule?.when).toEqual({ ...when, atLeast: 1 });
});

describe("what is wrong is named", () => {
  test("deep inside a condition", () => {
    expect(withRule({ when: { all: [{ any: [{ stage: ["intent"] }] }] } })).toEqual([
      expect.stringMatching(/^rules\.0\.when\.all\.0\.any\.0\.stage\.0: Invalid type/),
    ]);
    expect(withRule({ when: { seen: "app", sinceHours: 2 } })[0]).toMatch(/^rules\.0\.when\.sinceHours/);
  });
  test("a condition of no known name", () => {
    expect(withRule({ when: { colour: "blue" } })[0]).toMatch(/^rules\.0\.when/);
    expect(withRule({ when: null })).toHaveLength(1);
  });
  test("too deep, too many, hours that exclude each other", () => {
    const deep = [1, 2, 3, 4, 5].reduce<object>((inner) => ({ not: inner }), { stage: ["buy"] });
    expect(withRule({ when: deep })).toEqual(["rules.0.when: conditions are nested too deep, or too many"]);
    expect(withRule({ when: (deep as { not: object }).not })).toEqual([]);
    const wide = {
      any: Array.from({ length: 8 }, () => ({ all: Array.from({ length: 8 }, () => ({ stage: ["buy"] })) })),
    };
    expect(withRule({ when: wide })).toHaveLength(1);
    expect(withRule({ when: { seen: "web", withinHours: 2, beyondHours: 2 } })).toHaveLength(1);
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
