import { SedgeEvent } from "@sedge/features";
import * as v from "valibot";
import { expect, test } from "vitest";
import { ownEvent } from "./own-event.ts";

const context = { at: 5, alias: () => 9, searched: true };

test("known names have their meaning, others are the site's; each fits the schema", () => {
  const events = [
    ownEvent("cart-add", { item: "a", price: 3 }, context),
    ownEvent("cart-remove", {}, context),
    ownEvent("checkout-start", {}, context),
    ownEvent("purchase", {}, context),
    ownEvent("search", {}, context),
    ownEvent("wishlist-add", {}, context),
  ];
  expect(events).toEqual([
    { kind: "cart-add", at: 5, item: 9, price: 3 },
    { kind: "cart-remove", at: 5 },
    { kind: "checkout-start", at: 5 },
    { kind: "purchase", at: 5 },
    { kind: "search", at: 5, repeated: true },
    { kind: "custom", at: 5, name: "wishlist-add" },
  ]);
  for (const event of events) expect(v.is(SedgeEvent, event)).toBe(true);
});

test.each(["", "Has Capitals", "x".repeat(33), "mail@example.org"])("%j is no name", (name) => {
  expect(ownEvent(name, {}, context)).toBeNull();
});
