import { expect, test } from "vitest";
import { EVENT_KINDS } from "./event.ts";
import { isTracked, TRACKED_EVENTS, trackedEvent, trackedKinds } from "./tracked-events.ts";

test("every tracked event is an event, with or without a product", () => {
  expect(trackedKinds(true)).toEqual(["cart-add", "cart-remove"]);
  expect(trackedKinds(false)).toEqual(["checkout-start", "purchase"]);
  for (const kind of Object.keys(TRACKED_EVENTS)) expect(EVENT_KINDS).toContain(kind);
});

test("rejects a name that every object has", () => {
  for (const name of ["constructor", "toString", "search", "page-view"]) {
    expect(isTracked(name, true) || isTracked(name, false)).toBe(false);
    expect(trackedEvent(name)?.endsForm).toBeUndefined();
  }
});
