import * as fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { CLICK_TARGETS, PAGE_KINDS, SedgeEvent } from "./event.ts";
import { FEATURE_NAMES, featureNamed, featureRecord } from "./feature-record.ts";
import { advance, emptySession, Session } from "./session.ts";

const START = Date.UTC(2026, 10, 21, 10);

const at = fc.double({ min: 0, max: 8e15, noNaN: true });
const alias = fc.option(fc.nat({ max: 0xffff_ffff }), { nil: undefined });
const price = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: undefined });
const products = { item: alias, category: alias, price };
const anyEvent = fc
  .oneof(
    fc.record({
      kind: fc.constant("page-view"),
      at,
      page: fc.constantFrom(...PAGE_KINDS),
      ...products,
      listPage: fc.option(fc.integer({ min: 1, max: 10_000 }), { nil: undefined }),
    }),
    fc.record({ kind: fc.constant("dwell"), at, seconds: fc.double({ min: 0, max: 86_400, noNaN: true }) }),
    fc.record({ kind: fc.constant("scroll"), at, depth: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant("click"), at, target: fc.constantFrom(...CLICK_TARGETS) }),
    fc.record({ kind: fc.constant("search"), at, repeated: fc.boolean() }),
    fc.record({ kind: fc.constantFrom("cart-add", "cart-remove"), at, ...products }),
    fc.record({
      kind: fc.constantFrom("rage-click", "dead-click", "error", "field-used", "checkout-start", "purchase"),
      at,
    }),
    fc.record({ kind: fc.constant("custom"), at, name: fc.constant("newsletter") }),
  )
  .map((event) => v.parse(SedgeEvent, JSON.parse(JSON.stringify(event))));
const anyEvents = fc.array(anyEvent, { maxLength: 60 });

const SIGNED = new Set(["monthSine", "monthCosine"]);
const COORDINATES = ["depth", "breadth", "wandering", "return", "paging", "spread", "climb"];

test("any order of events gives finite features, none negative, coordinates within 0 to 1", () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const record = featureRecord(events.reduce(advance, emptySession(START)));
      for (const [name, value] of Object.entries(record)) {
        expect(Number.isFinite(value), name).toBe(true);
        if (!SIGNED.has(name)) expect(value, name).toBeGreaterThanOrEqual(0);
      }
      for (const name of COORDINATES) expect(featureNamed(record, name), name).toBeLessThanOrEqual(1);
    }),
  );
});

test("advance changes no session that it was given", () => {
  fc.assert(
    fc.property(anyEvents, anyEvent, (events, last) => {
      const session = events.reduce(advance, emptySession(START));
      const before = JSON.stringify(session);
      const once = advance(session, last);
      expect(JSON.stringify(session)).toBe(before);
      expect(advance(session, last)).toEqual(once);
    }),
  );
});

test("a session stored as JSON parses and gives the same features", () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const session = events.reduce(advance, emptySession(START));
      const stored = v.parse(Session, JSON.parse(JSON.stringify(session)));
      expect(featureRecord(stored)).toEqual(featureRecord(session));
    }),
  );
});

const view = (item: number, category: number, price: number, listPage: number): SedgeEvent => ({
  kind: "page-view",
  at: START,
  page: "product",
  item,
  category,
  price,
  listPage,
});

test("a visit worked out by hand", () => {
  const visit = [view(1, 1, 20, 1), view(2, 1, 40, 1), view(3, 2, 60, 3), view(1, 1, 20, 1), view(4, 1, 60, 2)];
  const record = featureRecord(visit.reduce(advance, emptySession(START)));
  expect(record).toMatchObject({
    productPages: 5,
    productRelatedPages: 5,
    clickDepth: 5,
    differentItems: 4,
    repeatViews: 1,
    repeatShare: 0.2,
    categoriesSeen: 2,
    mainCategoryShare: 0.8,
    categorySwitches: 2,
    switchShare: 0.5,
    categoryRun: 2,
    priceToMean: 1.5,
    priceTrend: 3,
    listPageFirst: 1,
    listPageLast: 2,
    listPageDeepest: 3,
    listPageMean: 1.6,
    listPageTurns: 3,
    weekend: 1,
    month11: 1,
    month10: 0,
  });
  expect(record.priceToCategoryMean).toBeCloseTo(60 / 35, 12);
  expect(record.priceSpread).toBeCloseTo(Math.sqrt(320) / 40, 12);
  expect(record.depth).toBeCloseTo(Math.log(6) / Math.log(41), 12);
  expect(record.breadth).toBeCloseTo(1 - 0.64 - 0.04, 12);
  expect(record.wandering).toBe(0.5);
  expect(record.return).toBe(0.25);
  expect(record.paging).toBeCloseTo(1 - 1 / 1.6, 12);
  expect(record.climb).toBeCloseTo(0.6, 12);
});

test("page kinds fall into the groups of the purchase data", () => {
  const events = PAGE_KINDS.flatMap((page): SedgeEvent[] => [
    { kind: "page-view", at: START, page },
    { kind: "dwell", at: START, seconds: 10 },
  ]);
  expect(featureRecord(events.reduce(advance, emptySession(START)))).toMatchObject({
    pageViews: 11,
    administrativePages: 2,
    administrativeSeconds: 20,
    informationalPages: 2,
    productRelatedPages: 5,
    productRelatedSeconds: 50,
    secondsPerPage: 10,
    returning: 0,
  });
});

test("rejects a name that is not a feature, also one that every object has", () => {
  const record = featureRecord(emptySession(START));
  expect(featureNamed(record, "constructor")).toBeUndefined();
  expect(featureNamed(record, "depth")).toBe(0);
  expect(new Set(FEATURE_NAMES).size).toBe(Object.keys(record).length);
});
