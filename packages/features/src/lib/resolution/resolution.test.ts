import * as fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { SedgeEvent } from "../event.ts";
import { advance, emptySession } from "../session.ts";
import { resolution, RESOLUTION_REASONS, type ResolutionFacts, resolutionFacts } from "./resolution.ts";

const START = Date.UTC(2026, 10, 22, 9);
const NOTHING: ResolutionFacts = {
  friction: 0,
  helpBefore: 0,
  contacts: 0,
  searchesAfter: 0,
  helpAfter: 0,
  text: null,
};

const help = { kind: "page-view", page: "support" };
const contact = { kind: "custom", name: "contact" };
const search = { kind: "search", repeated: false };
const chat = { kind: "text-scored", source: "chat", frustration: 0.1 };

function factsOf(steps: readonly object[], everyMs = 1_000): ResolutionFacts {
  const events = steps.map((step, index) => v.parse(SedgeEvent, { ...step, at: START + index * everyMs }));
  return resolutionFacts(events.reduce(advance, emptySession(START)));
}

test("nothing known is nothing to say, and one help page is not either", () => {
  expect(resolution(NOTHING)).toEqual({ unresolved: 0, reasons: [] });
  expect(resolution(factsOf([help])).unresolved).toBe(0);
});

test("help, then a contact, then the search again: worked out by hand", () => {
  const { unresolved, reasons } = resolution(factsOf([search, help, help, contact, search, help]));
  expect(reasons.map(({ code, value }) => [code, value])).toEqual([
    ["search-after-contact", 1],
    ["help-after-contact", 1],
    ["contact-after-help", 1],
  ]);
  expect(unresolved).toBeCloseTo(1 - (1 - 0.35) * (1 - 0.3) * (1 - 0.2), 12);
});

test("each rule of the path, below and at its threshold", () => {
  const codes = (facts: Partial<ResolutionFacts>) =>
    resolution({ ...NOTHING, ...facts }).reasons.map(({ code, strength }) => [code, Number(strength.toFixed(12))]);
  expect(codes({ helpBefore: 2 })).toEqual([]);
  expect(codes({ helpBefore: 3 })).toEqual([["help-sought", 0.15]]);
  expect(codes({ contacts: 1 })).toEqual([]);
  expect(codes({ contacts: 2 })).toEqual([["contact-again", 0.35]]);
  expect(codes({ contacts: 1, helpBefore: 1 })).toEqual([["contact-after-help", 0.2]]);
  expect(codes({ contacts: 1, searchesAfter: 1 })).toEqual([["search-after-contact", 0.35]]);
  expect(codes({ contacts: 1, helpAfter: 1 })).toEqual([["help-after-contact", 0.3]]);
  expect(codes({ friction: 0.4 })).toEqual([["friction", 0.2]]);
  expect(codes({ text: 0.7 })).toEqual([["unresolved-text", 0.7]]);
});

test("more of any fact never lowers the answer, which stays within 0 to 1; every reason has a known code", () => {
  const count = fc.nat({ max: 20 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const anyFacts = fc.record({
    friction: share,
    helpBefore: count,
    contacts: count,
    searchesAfter: count,
    helpAfter: count,
    text: fc.option(share),
  });
  fc.assert(
    fc.property(anyFacts, anyFacts, (facts, more) => {
      const larger = {
        friction: Math.max(facts.friction, more.friction),
        helpBefore: facts.helpBefore + more.helpBefore,
        contacts: facts.contacts + more.contacts,
        searchesAfter: facts.searchesAfter + more.searchesAfter,
        helpAfter: facts.helpAfter + more.helpAfter,
        text: facts.text === null ? more.text : Math.max(facts.text, more.text ?? 0),
      };
      const [less, found] = [resolution(facts), resolution(larger)];
      expect(found.unresolved).toBeGreaterThanOrEqual(less.unresolved - 1e-12);
      expect(found.unresolved).toBeLessThanOrEqual(1);
      for (const { code } of found.reasons) expect(RESOLUTION_REASONS).toContain(code);
    }),
  );
});

test("texts of one conversation are one contact, a search's text is none, and the last text's probability counts", () => {
  expect(factsOf([chat, { ...chat, unresolved: 0.8 }, chat, { ...chat, unresolved: 0.3 }])).toMatchObject({
    contacts: 1,
    text: 0.3,
  });
  expect([14, 16].map((minutes) => factsOf([chat, help, chat], minutes * 60_000).contacts)).toEqual([1, 2]);
  expect(
    factsOf([
      { ...chat, source: "search" },
      { kind: "custom", name: "newsletter" },
    ]).contacts,
  ).toBe(0);
  expect(factsOf([contact, { kind: "custom", name: "callback-request" }]).contacts).toBe(2);
});

test("a new session begins without a contact", () => {
  const events = [contact, search].map((step, index) =>
    v.parse(SedgeEvent, { ...step, at: START + index * 2_000_000 }),
  );
  expect(resolutionFacts(events.reduce(advance, emptySession(START)))).toEqual(NOTHING);
});
