import type { Facts } from "@sedge/features/condition";
import { describe, expect, test } from "vitest";
import { decide, type Marked } from "./decision.ts";
import { NO_FACTS } from "./facts.ts";
import { readOrders } from "./rule.ts";

const facts: Facts = { names: { cluster: ["c3"] }, numbers: { propensity: 0.7 } };
const mark = (target: string, marks: Partial<Marked<string>>): Marked<string> => ({
  target,
  show: null,
  hide: null,
  swap: null,
  ...marks,
});
const seen = (marked: readonly Marked<string>[], of = facts) => Object.fromEntries(decide(marked, [], of).visible);

describe("what is seen", () => {
  test("follows an element's own marks, and nothing while they are not known", () => {
    const marked = [
      mark("a", { show: "cluster:c3" }),
      mark("b", { show: "cluster:c1" }),
      mark("c", { hide: "cluster:c3" }),
      mark("d", { show: "cluster:c3", hide: "propensity>.6" }),
      mark("e", { show: "stage:buy" }),
      mark("f", { show: "cluster" }),
    ];
    expect(seen(marked)).toEqual({ a: true, b: false, c: false, d: false });
    expect(seen(marked, NO_FACTS)).toEqual({});
  });

  test("is one of several alternatives: the first whose condition is true, else the one without a condition", () => {
    const group = [
      mark("rest", { swap: "hero" }),
      mark("one", { swap: "hero", show: "cluster:c1" }),
      mark("three", { swap: "hero", show: "cluster:c3" }),
      mark("also", { swap: "hero", show: "propensity>.1" }),
      mark("else", { swap: "other", show: "cluster:c1" }),
    ];
    expect(seen(group)).toEqual({ rest: false, one: false, three: true, also: false, else: false });
    const none: Facts = { names: { cluster: ["c9"] }, numbers: { propensity: 0 } };
    expect(seen(group, none)).toEqual({ rest: true, one: false, three: false, also: false, else: false });
    // The cluster would go before what is known.
    expect(seen(group, { names: {}, numbers: { propensity: 1 } })).toEqual({});
  });

  test("is an element's own mark before a rule, and an earlier rule before a later one that knows as much", () => {
    const { rules = [] } = readOrders(
      {
        rules: [
          { name: "unknown", when: "stage:buy", show: "x" },
          { name: "first", when: "cluster:c3", swap: { from: "x", to: "y" } },
          { name: "second", when: "cluster:c3", show: "x" },
        ],
      },
      () => true,
    );
    const ruled = rules.map((rule) => ({ rule, show: rule.show, hide: rule.hide }));
    const { visible, together, reasons } = decide([mark("y", { hide: "cluster:c3" })], ruled, facts);
    expect(Object.fromEntries(visible)).toEqual({ y: false, x: false });
    expect(Object.fromEntries(together)).toEqual({ x: "rule first", y: "rule first" });
    expect(reasons).toMatchObject([
      { rule: null, when: "hide: cluster:c3", result: "matched", targets: ["y"] },
      { rule: "unknown", result: "not-known", why: ["not known yet: stage:buy"] },
      { rule: "first", result: "matched", targets: ["y", "x"], why: ["yes: cluster:c3 (it is c3)"] },
      { rule: "second", result: "matched" },
    ]);
  });

  test("is reported with the place of what can't be read", () => {
    expect(decide([mark("f", { show: "cluster" })], [], facts).reasons).toMatchObject([
      { result: "bad-rule", why: ["at 7: `:` was expected after `cluster`"] },
    ]);
  });
});

describe("rules as data", () => {
  const rule = { name: "offer", when: "cluster:c3", show: "#offer" };
  test.each([
    [{ rules: "all" }, "`rules` is a list"],
    [{ rules: [null] }, "rule 1 is no object"],
    [{ rules: [rule, { ...rule, name: "" }] }, "rule 2: `name` is missing"],
    [{ rules: [{ ...rule, colour: 1 }] }, "rule 1: `colour` is not a part"],
    [{ rules: [{ ...rule, when: "cluster:" }] }, "rule 1, offer: `when` at 8: a name was expected"],
    [
      { rules: [{ ...rule, when: "level>1 & hours-since.app>2" }] },
      "rule 1, offer: `when` at 10: `hours-since.app` is known only to the edge, in trigger rules.",
    ],
    [{ rules: [{ name: "offer", when: "cluster:c3" }] }, "nothing to show, hide or swap"],
    [{ rules: [{ ...rule, swap: { from: "a" } }] }, "rule 1: `swap`"],
    [{ rules: [{ ...rule, show: "#[" }] }, "`#[` is no selector"],
    [{ rules: [rule, rule] }, "two rules are called offer"],
    [{ late: "soon" }, "`late` is"],
  ])("of another form are refused: %j", (options, sentence) => {
    expect(() => readOrders(options, (selector) => !selector.includes("["))).toThrow(`bad-rule: `);
    expect(() => readOrders(options, (selector) => !selector.includes("["))).toThrow(sentence);
  });

  test("may be left as they were", () => {
    expect(readOrders(undefined, () => true)).toEqual({ rules: undefined, late: undefined });
  });
});
