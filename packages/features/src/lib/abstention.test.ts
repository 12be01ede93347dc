import { describe, expect, test } from "vitest";
import { abstentionOf, showsShop } from "./abstention.ts";
import type { PageKind, SedgeEvent } from "./event.ts";
import { advance, emptySession } from "./session.ts";

const after = (...events: readonly Omit<SedgeEvent, "at">[]) =>
  events.reduce((session, event, at) => advance(session, { ...event, at: 1 + at } as SedgeEvent), emptySession(1));
const view = (page: PageKind) => ({ kind: "page-view", page }) as const;
const stateAfter = (...pages: readonly PageKind[]) => abstentionOf(after(...pages.map(view)))?.state;

describe("a visit without a product", () => {
  test("is too early before anything was seen, and says so", () => {
    expect(abstentionOf(emptySession(1))).toMatchObject({ state: "too-early", reason: "nothing-seen" });
    // A click on a page that the session before opened.
    expect(abstentionOf(after({ kind: "click" }))).toMatchObject({ reason: "nothing-seen" });
  });

  test("a first page is too early, whatever it is", () => {
    for (const page of ["home", "list", "search", "information", "support", "account", "other"] as const) {
      expect(abstentionOf(after(view(page)))).toEqual({
        state: "too-early",
        reason: "few-pages",
        message: "This visit has seen 1 page, and no product, cart or checkout so far.",
      });
    }
  });

  test("a blog, a documentation and a help site are no shop from the third page on", () => {
    expect(stateAfter("home", "information")).toBe("too-early");
    expect(stateAfter("home", "information", "information")).toBe("not-applicable");
    expect(stateAfter("other", "other", "other")).toBe("not-applicable");
    expect(stateAfter("support", "support", "support")).toBe("not-applicable");
    expect(abstentionOf(after(...Array.from({ length: 5 }, () => view("other"))))?.message).toContain("5 pages");
  });

  test("lists and searches may lead to a product, for some time", () => {
    expect(stateAfter("home", "list", "list", "search")).toBe("too-early");
    expect(stateAfter(...Array.from({ length: 7 }, () => "list" as const))).toBe("too-early");
    expect(stateAfter(...Array.from({ length: 8 }, () => "list" as const))).toBe("not-applicable");
  });
});

describe("a visit to a shop is answered", () => {
  test("from the first product on, also after many other pages", () => {
    expect(abstentionOf(after(view("product")))).toBeUndefined();
    expect(stateAfter("other", "other", "other", "other", "product")).toBeUndefined();
  });

  test.each(["cart", "checkout", "confirmation"] as const)("from a %s page on", (page) => {
    expect(showsShop(after(view("home"), view(page)))).toBe(true);
  });

  test.each(["cart-add", "cart-remove", "checkout-start", "purchase"] as const)("from a %s on", (kind) => {
    expect(showsShop(after(view("other"), { kind }))).toBe(true);
  });

  test("not by a click, an error, a search or an event of the site's own", () => {
    const others = [{ kind: "click", target: "item" }, { kind: "error" }, { kind: "search", repeated: false }] as const;
    expect(showsShop(after(view("other"), ...others, { kind: "custom", name: "signed-up" } as never))).toBe(false);
  });
});
