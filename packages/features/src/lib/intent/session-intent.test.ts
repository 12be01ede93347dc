import * as fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { SedgeEvent } from "../event.ts";
import { advance, emptySession } from "../session.ts";
import { SESSION_INTENTS, sessionIntent, SUPPORT_REASONS, supportIntent } from "./session-intent.ts";

const START = Date.UTC(2026, 10, 22, 9);
const next = { leave: 0.2, compare: 0.1, research: 0.4, browse: 0.3 };

function play(steps: readonly object[]) {
  const events = steps.map((step, index) => v.parse(SedgeEvent, { ...step, at: START + index * 1_000 }));
  return events.reduce(advance, emptySession(START));
}

const product = { kind: "page-view", page: "product", item: 1, category: 1 };
const help = { kind: "page-view", page: "support" };

test("without a sign of wanting help, buying is the model's own probability and the steps share the rest", () => {
  const found = sessionIntent(play([product]), { next, purchase: 0.25 });
  const shares = Object.fromEntries(found?.intents.map(({ code, probability }) => [code, probability]) ?? []);
  expect(shares["support"]).toBe(0);
  expect(shares["buy"]).toBe(0.25);
  expect(shares["research"]).toBeCloseTo(0.75 * 0.4, 12);
  expect(shares["leave"]).toBeCloseTo(0.75 * 0.2, 12);
  expect(found?.supportReasons).toEqual([]);
  expect(found?.intents[0]?.code).toBe("research");
});

test("wanting help goes before the others: worked out by hand", () => {
  const session = play([product, help, help, { kind: "custom", name: "contact" }]);
  const { probability, reasons } = supportIntent(session);
  expect(reasons.map(({ code, value }) => [code, value])).toEqual([
    ["contact-made", 1],
    ["support-page-open", 1],
    ["support-pages", 2],
  ]);
  expect(probability).toBeCloseTo(1 - 0.2 * 0.5 * 0.7, 12);
  const found = sessionIntent(session, { next, purchase: 0.5 });
  expect(found?.intents[0]).toEqual({ code: "support", label: "wants help", probability });
  expect(found?.intents.find(({ code }) => code === "buy")?.probability).toBeCloseTo(0.07 * 0.5, 12);
});

test("friction alone makes help likelier, but not likely", () => {
  const { probability, reasons } = supportIntent(play([{ kind: "rage-click" }]));
  expect(probability).toBeCloseTo(0.3 * 0.4, 12);
  expect(reasons.map(({ code }) => code)).toEqual(["friction"]);
});

test("after the purchase the probability of buying is 0", () => {
  const found = sessionIntent(play([product, { kind: "purchase" }]), { next, purchase: 0.9 });
  expect(found?.intents.find(({ code }) => code === "buy")?.probability).toBe(0);
});

test("without the next-step model there is no distribution; without the purchase model, one without buying", () => {
  expect(sessionIntent(play([product]), { next: undefined, purchase: 0.5 })).toBeUndefined();
  const found = sessionIntent(play([product]), { next, purchase: undefined });
  expect(found?.intents.find(({ code }) => code === "leave")?.probability).toBeCloseTo(0.2, 12);
});

test("any session and answers give all six, which add up to 1, likeliest first, with known reasons", () => {
  const share = fc.double({ min: 1e-6, max: 1, noNaN: true });
  const step = fc.constantFrom(product, help, { kind: "rage-click" }, { kind: "custom", name: "contact" });
  const anyNext = fc.record({ leave: share, compare: share, research: share, browse: share });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), anyNext, share, (steps, next, purchase) => {
      const found = sessionIntent(play(steps), { next, purchase });
      const probabilities = found?.intents.map(({ probability }) => probability) ?? [];
      expect(found?.intents.map(({ code }) => code).toSorted()).toEqual([...SESSION_INTENTS].toSorted());
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
      for (const { code } of found?.supportReasons ?? []) expect(SUPPORT_REASONS).toContain(code);
    }),
  );
});
