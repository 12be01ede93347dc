import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { CLICK_TARGETS, PAGE_KINDS, SedgeEvent } from "../event.ts";
import { advance, emptySession, Session } from "../session.ts";
import { friction, FRICTION_RULES } from "./friction.ts";

const START = Date.UTC(2026, 10, 22, 9);

type Step = SedgeEvent extends infer Event ? (Event extends SedgeEvent ? Omit<Event, "at"> : never) : never;

/** A session of these steps, one each second. */
function play(steps: readonly Step[]): Session {
  return steps.reduce<Session>(
    (session, step, index) => advance(session, v.parse(SedgeEvent, { ...step, at: START + index * 1_000 })),
    emptySession(START),
  );
}

const click = { kind: "click", target: "link" } as const;
const error = { kind: "error" } as const;
const search = { kind: "search", repeated: true } as const;
const field = { kind: "field-used" } as const;
const page = (kind: (typeof PAGE_KINDS)[number]) => ({ kind: "page-view", page: kind }) as const;
const failed = [click, error];
const times = (count: number, steps: readonly Step[]) => Array.from({ length: count }, () => steps).flat();

/** For each rule, steps that make it count so often. */
const STEPS: Readonly<Record<string, (count: number) => readonly Step[]>> = {
  "rage-click": (count) => times(count, [{ kind: "rage-click" }]),
  "dead-click": (count) => times(count, [{ kind: "dead-click" }]),
  "error-loop": (count) => times(count + 1, failed),
  "repeated-search": (count) => times(count + 1, [search, page("search")]),
  "form-abandonment": (count) => times(count, [page("checkout"), field, field, page("other")]),
  "back-and-forth": (count) => [page("cart"), page("checkout"), page("cart"), ...swings(count)],
  "frustrated-text": (count) => times(count, [{ kind: "text-scored", source: "chat", frustration: 0.5 }]),
};

function swings(count: number): Step[] {
  return Array.from({ length: count }, (_, index) => page(index % 2 === 0 ? "checkout" : "cart"));
}

describe.each(FRICTION_RULES.map((rule) => [rule.code, rule] as const))("%s", (code, rule) => {
  const steps = STEPS[code] ?? (() => []);
  const only = (count: number) => friction(play(steps(count)));

  test("below its threshold it is ordinary", () => {
    expect(only(rule.threshold - 1)).toEqual({ score: 0, signals: [] });
  });

  test("at its threshold it says half its weight", () => {
    const { code: _, countOf: __, ...rest } = rule;
    const found = only(rule.threshold);
    expect(found.signals).toEqual([{ code, count: rule.threshold, ...rest }]);
    expect(found.score).toBeCloseTo(rule.weight / 2, 12);
  });

  test("above its threshold it says more, and never more than its weight", () => {
    expect(only(rule.threshold + 1).score).toBeGreaterThan(rule.weight / 2);
    expect(only(rule.threshold * 3).score).toBeCloseTo(rule.weight * 0.75, 12);
    expect(only(60).score).toBeLessThan(rule.weight);
  });
});

const alias = fc.option(fc.nat({ max: 3 }), { nil: undefined });
const anyStep = fc.oneof(
  fc.record({ kind: fc.constant("page-view"), page: fc.constantFrom(...PAGE_KINDS), item: alias, category: alias }),
  fc.record({ kind: fc.constant("click"), target: fc.constantFrom(...CLICK_TARGETS) }),
  fc.record({ kind: fc.constant("search"), repeated: fc.boolean() }),
  fc.record({
    kind: fc.constant("text-scored"),
    source: fc.constantFrom("chat", "search"),
    frustration: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ kind: fc.constantFrom("rage-click", "dead-click", "error", "field-used", "checkout-start", "purchase") }),
);
const anySteps = fc.array(fc.record({ step: anyStep, waitMs: fc.integer({ min: 0, max: 90_000 }) }), { maxLength: 80 });

test("friction never falls during a session, is between 0 and 1, and the session still parses", () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      let [session, last, at] = [emptySession(START), 0, START];
      for (const { step, waitMs } of steps) {
        at += waitMs;
        session = advance(session, v.parse(SedgeEvent, JSON.parse(JSON.stringify({ ...step, at }))));
        const { score } = friction(session);
        expect(score).toBeGreaterThanOrEqual(last);
        expect(score).toBeLessThan(1);
        last = score;
      }
      expect(v.parse(Session, JSON.parse(JSON.stringify(session)))).toEqual(session);
      expect(JSON.stringify(session).length).toBeLessThan(8_192);
    }),
  );
});

test("signals come strongest first, and the score is their noisy or", () => {
  const { score, signals } = friction(
    play([...times(2, [{ kind: "dead-click" }]), { kind: "rage-click" }, { kind: "rage-click" }]),
  );
  expect(signals.map(({ code }) => code)).toEqual(["rage-click", "dead-click"]);
  // 1 - (1 - .8 · 2/3) · (1 - .5 · 2/4)
  expect(score).toBeCloseTo(1 - (1 - 1.6 / 3) * 0.75, 12);
});

test("an error without a click before it, or long after one, is not a failed click", () => {
  expect(play(times(9, [error])).struggle.errorLoop.count).toBe(0);
  expect(play([...failed, click, page("home"), error]).struggle.errorLoop.count).toBe(0);
  expect(play([...failed, click, field, field, error]).struggle.errorLoop.count).toBe(0);
  expect(play([...failed, ...times(60, [field]), ...failed]).struggle.errorLoop.count).toBe(0);
  expect(play([...failed, ...times(55, [field]), ...failed]).struggle.errorLoop.count).toBe(1);
});

test("one click fails once, however many errors it causes", () => {
  expect(play([click, error, error, error, error]).struggle.errorLoop.count).toBe(0);
});

test("opening something found ends a run of searches; another page of results does not", () => {
  expect(play([search, page("product"), search]).struggle.search.count).toBe(0);
  expect(play([search, page("list"), search]).struggle.search.count).toBe(1);
});

test("a form that a button sent, a filter on a list, a single field and a reload are no abandonment", () => {
  const left = (steps: readonly Step[]) => play([...steps, page("home")]).struggle.form.abandoned;
  expect(left([page("account"), field, field, { kind: "click", target: "button" }])).toBe(0);
  expect(left([page("list"), field, field, field])).toBe(0);
  expect(left([page("support"), field])).toBe(0);
  expect(play([page("account"), field, field, page("account")]).struggle.form.abandoned).toBe(0);
  expect(left([page("account"), { kind: "click", target: "button" }, field, field])).toBe(1);
});

test("comparing products, browsing a list, viewing indistinguishable pages and reading are not back-and-forth", () => {
  const product = (item: number) => ({ ...page("product"), item });
  const list = { ...page("list"), category: 5 };
  const count = (steps: readonly Step[]) => play(steps).struggle.pair.count;
  expect(count(times(4, [product(1), product(2)]))).toBe(0);
  expect(count([list, product(1), list, product(2), list, product(3), list, product(4)])).toBe(0);
  expect(count(times(4, [page("support"), page("account")]))).toBe(0);
  expect(count(times(4, [page("cart"), ...times(40, [field]), page("checkout"), ...times(40, [field])]))).toBe(0);
  expect(count(times(2, [list, product(1)]))).toBe(1);
  expect(count(times(2, [page("cart"), page("cart"), page("checkout")]))).toBe(1);
});
