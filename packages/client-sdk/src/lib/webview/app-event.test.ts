import { SedgeEvent } from "@sedge/features";
import * as v from "valibot";
import { expect, test } from "vitest";
import { type AppEvent, type AppEventContext, isAppEvent, MAX_AGE_MS, sessionEvents } from "./app-event.ts";

const NOW = 1_790_000_000_000;

function context(change: Partial<AppEventContext> = {}): AppEventContext {
  return {
    now: NOW,
    alias: () => 9,
    noteSearch: () => true,
    noteStep: () => true,
    notePage: () => undefined,
    ...change,
  };
}

test("screens and steps become events of the session, each of the app's own time, a quarter beside the page's", () => {
  const at = NOW - 5_000.7;
  const cases: [AppEvent, object[]][] = [
    [
      { name: "screen", at, kind: "product", item: "scarf", category: 4, price: 20, seconds: 3 },
      [
        { kind: "page-view", at: NOW - 5_000.75, page: "product", item: 9, category: 9, price: 20 },
        { kind: "dwell", at: NOW - 2_000.75, seconds: 3 },
      ],
    ],
    [{ name: "screen", at }, [{ kind: "page-view", at: NOW - 5_000.75, page: "other" }]],
    [{ name: "cart-add", at, item: "scarf" }, [{ kind: "cart-add", at: NOW - 5_000.75, item: 9 }]],
    [{ name: "purchase", at }, [{ kind: "purchase", at: NOW - 5_000.75 }]],
    [{ name: "search", at }, [{ kind: "search", at: NOW - 5_000.75, repeated: true }]],
    [{ name: "store-map", at }, [{ kind: "custom", at: NOW - 5_000.75, name: "store-map" }]],
  ];
  for (const [event, expected] of cases) {
    const events = sessionEvents(event, context());
    expect(events).toEqual(expected);
    for (const made of events ?? []) expect(v.is(SedgeEvent, made)).toBe(true);
  }
});

test("a step that the page has noted already counts once, and a screen that is a step by itself is one", () => {
  const at = NOW;
  expect(sessionEvents({ name: "purchase", at }, context({ noteStep: () => false }))).toEqual([]);
  const events = sessionEvents({ name: "screen", at, kind: "checkout" }, context({ notePage: () => "checkout-start" }));
  expect(events?.map(({ kind }) => kind)).toEqual(["page-view", "checkout-start"]);
});

test.each([
  ["too old", { name: "screen", at: NOW - MAX_AGE_MS }],
  ["of tomorrow", { name: "screen", at: NOW + 60_000 }],
  ["with a price below nothing", { name: "cart-add", at: NOW, price: -1 }],
])("an event %s is left out", (_, event) => {
  expect(isAppEvent(event)).toBe(true);
  expect(sessionEvents(event, context())).toBeNull();
});

test.each([
  [{ name: "Screen", at: NOW }],
  [{ name: "screen", at: "now" }],
  [{ name: "screen", at: NOW, kind: "lobby" }],
  [{ name: "screen", at: NOW, seconds: -1 }],
  [{ name: "screen", at: NOW, seconds: 1e9 }],
  [{ name: "screen", at: NOW, item: { email: "a@b.example" } }],
  [{ at: NOW }],
  [null],
])("%j is no event", (value) => {
  expect(isAppEvent(value)).toBe(false);
});
