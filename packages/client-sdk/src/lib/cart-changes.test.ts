import { expect, test } from "vitest";
import { CartChanges, SAME_CHANGE_MS } from "./cart-changes.ts";

test("an addition that a form and the data layer report is one, in either order", () => {
  const cart = new CartChanges();
  expect([cart.note("cart-add", "page", 0), cart.note("cart-add", "code", 900)]).toEqual([true, false]);
  expect([cart.note("cart-add", "code", 2_000), cart.note("cart-add", "page", 2_100)]).toEqual([true, false]);
});

test("two additions of one way are two, each with its report of the other", () => {
  const cart = new CartChanges();
  const noted = (["page", "page", "code", "code", "code"] as const).map((way) => cart.note("cart-add", way, 0));
  expect(noted).toEqual([true, true, false, false, true]);
});

test("another kind of change, and a report much later, are changes of their own", () => {
  const cart = new CartChanges();
  expect(cart.note("cart-add", "page", 0)).toBe(true);
  expect(cart.note("cart-remove", "code", 0)).toBe(true);
  expect(cart.note("cart-add", "code", SAME_CHANGE_MS)).toBe(true);
});
