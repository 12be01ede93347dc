import * as v from "valibot";
import { expect, test } from "vitest";
import { MAX_CATEGORIES, MAX_ITEMS } from "./product-trail.ts";
import type { SedgeEvent } from "./event.ts";
import { advance, emptySession, isOver, Session, SESSION_TIMEOUT_MS } from "./session.ts";

const START = Date.UTC(2026, 10, 20, 10);

function play(events: readonly SedgeEvent[]): Session {
  return events.reduce(advance, emptySession(START));
}

test("an empty session parses and has seen nothing", () => {
  const session = v.parse(Session, emptySession(START));
  expect(session.visit).toBe(1);
  expect(session.events["page-view"]).toBe(0);
});

test("events are counted, and dwell belongs to the page that was open", () => {
  const session = play([
    { kind: "page-view", at: START, page: "support" },
    { kind: "dwell", at: START + 9_000, seconds: 9 },
    { kind: "page-view", at: START + 9_000, page: "product", item: 7, category: 1, price: 20, listPage: 2 },
    { kind: "dwell", at: START + 13_500, seconds: 4.5 },
    { kind: "click", at: START + 14_000, target: "button" },
  ]);
  expect(session.dwell).toMatchObject({ support: 9, product: 4.5, other: 0 });
  expect(session.pages).toMatchObject({ support: 1, product: 1 });
  expect(session.clicks.button).toBe(1);
  expect(session.products).toMatchObject({ views: 1, lastPrice: 20, listPages: { last: 2 } });
});

test("half an hour without an event begins the next session, in which the visitor is a returning one", () => {
  const first = play([{ kind: "page-view", at: START, page: "list" }]);
  expect(isOver(first, START + SESSION_TIMEOUT_MS - 1)).toBe(false);
  expect(isOver(first, START + SESSION_TIMEOUT_MS)).toBe(true);
  const second = advance(first, { kind: "click", at: START + SESSION_TIMEOUT_MS, target: "link" });
  expect(second).toMatchObject({ visit: 2, startedAt: START + SESSION_TIMEOUT_MS, page: "list" });
  expect(second.pages.list).toBe(0);
  expect(second.events.click).toBe(1);
});

test("a session in which nothing happened is not counted as a visit", () => {
  const late: SedgeEvent = { kind: "page-view", at: START + 3 * SESSION_TIMEOUT_MS, page: "home" };
  expect(advance(emptySession(START), late).visit).toBe(1);
});

test("reading for forty minutes does not end the session that it happened in", () => {
  const reading: SedgeEvent[] = [
    { kind: "page-view", at: START, page: "information" },
    { kind: "dwell", at: START + 40 * 60_000, seconds: 40 * 60 },
  ];
  const session = play(reading);
  expect(session.visit).toBe(1);
  expect(session.dwell.information).toBe(2_400);
});

test("a clock set back neither ends the session nor moves it into the past", () => {
  const session = play([
    { kind: "page-view", at: START, page: "home" },
    { kind: "page-view", at: START - 86_400_000, page: "home" },
  ]);
  expect(session.pages.home).toBe(2);
  expect(session.lastAt).toBe(START);
});

test("ten thousand product pages leave a session within its size", () => {
  const views = Array.from({ length: 10_000 }, (_, index): SedgeEvent => ({
    kind: "page-view",
    at: START + index,
    page: "product",
    item: 4_000_000_000 - index,
    category: 4_000_000_000 - index,
    price: index * 1.37,
    listPage: 10_000,
  }));
  const session = v.parse(Session, play(views));
  expect(session.products.items).toHaveLength(MAX_ITEMS);
  expect(session.products.categories).toHaveLength(MAX_CATEGORIES);
  expect(JSON.stringify(session).length).toBeLessThan(8_192);
});

test("a session stored before a kind of event was added is read with a count of 0", () => {
  const { click: _, ...events } = emptySession(START).events;
  expect(v.parse(Session, { ...emptySession(START), events })).toEqual(emptySession(START));
});

test("rejects a stored row that lacks anything else, or has an invalid count", () => {
  const empty = emptySession(START);
  const { visit: _, ...withoutVisit } = empty;
  expect(v.is(Session, withoutVisit)).toBe(false);
  expect(v.is(Session, { ...empty, events: { ...empty.events, click: -1 } })).toBe(false);
  expect(v.is(Session, { ...empty, events: { ...empty.events, unknown: 1 } })).toBe(false);
});
