import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PageWords } from "../product.ts";
import type { ConsentState } from "../public/consent.ts";
import { PATIENCE_MS, type Sink, TagReader } from "./tag-reader.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A page with a data layer, and a classifier that records its calls. */
function opened() {
  const listeners = new Map<string, () => void>();
  const window = {
    dataLayer: [] as unknown[],
    analytics: { identify: () => undefined, reset: () => undefined } as Record<
      string,
      (...values: unknown[]) => unknown
    >,
    location: { href: "https://shop.example/a" },
    setTimeout: globalThis.setTimeout,
    addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
    removeEventListener: () => undefined,
  };
  const calls: unknown[] = [];
  const consent = { decided: false, purposes: [] as string[] };
  let consentListener = () => undefined as void;
  const sink = {
    track: (...values: unknown[]) => void calls.push(["track", ...values]),
    page: (...values: unknown[]) => void calls.push(["page", ...values]),
    identify: async (...values: unknown[]) => void calls.push(["identify", ...values]),
    reset: async () => void calls.push(["reset"]),
    consent: { get: () => consent as unknown as ConsentState },
    on: (_name: string, listener: () => void) => {
      consentListener = listener;
      return () => undefined;
    },
  } as unknown as Sink;
  const reader = new TagReader(window as unknown as Window & typeof globalThis, ["ga4", "segment"]);
  const note = (words: PageWords) => void calls.push(["view", words]);
  const decide = (...purposes: string[]) => {
    Object.assign(consent, { decided: true, purposes });
    consentListener();
  };
  return { window, calls, sink, reader, note, decide, leave: () => listeners.get("pagehide")?.() };
}

const items = [{ item_id: "a", item_category: "b", price: 1 }];
const viewed = { kind: "product", product: { item: "a", category: "b", price: 1 } };

test("what was announced before the page's view is part of the view, the most important first", () => {
  const { window, calls, reader, note } = opened();
  window.dataLayer.push(
    { event: "view_item_list", ecommerce: { items } },
    { event: "view_item", ecommerce: { items } },
  );
  reader.entered(note);
  expect(calls).toEqual([["view", viewed]]);
});

test("what is announced soon after is waited for; silence leaves the page's own markup", () => {
  const { window, calls, reader, note } = opened();
  reader.entered(note);
  window.dataLayer.push({ event: "view_item_list", ecommerce: { items } });
  vi.advanceTimersByTime(PATIENCE_MS - 1);
  expect(calls).toEqual([]);
  window.dataLayer.push({ event: "view_item", ecommerce: { items } });
  expect(calls).toEqual([["view", viewed]]);
  window.location.href = "https://shop.example/b";
  reader.entered(note);
  vi.advanceTimersByTime(PATIENCE_MS);
  expect(calls.slice(1)).toEqual([["view", { product: {} }]]);
});

test("a view is noted before what happens on its page, and before the page is left", () => {
  const { window, calls, reader, sink, note, leave } = opened();
  reader.connect(sink);
  reader.entered(note);
  window.dataLayer.push({ event: "add_to_cart", ecommerce: { items } });
  expect(calls).toEqual([
    ["view", { product: {} }],
    ["track", "cart-add", viewed.product],
  ]);
  reader.entered(note);
  leave();
  leave();
  expect(calls.slice(2)).toEqual([["view", { product: {} }]]);
});

test("a product that is shown later is a view of its own; another late word changes nothing", () => {
  const { window, calls, reader, sink, note } = opened();
  reader.connect(sink);
  reader.entered(note);
  vi.advanceTimersByTime(PATIENCE_MS);
  window.dataLayer.push(
    { event: "view_item_list", ecommerce: { items } },
    { event: "view_item", ecommerce: { items } },
  );
  expect(calls.slice(1)).toEqual([["page", { kind: "product", ...viewed.product }]]);
});

test("what was seen before the classifier came is reported when it is there", () => {
  const { window, calls, reader, sink } = opened();
  window.dataLayer.push({ event: "add_to_cart", ecommerce: { items } });
  reader.connect(sink);
  expect(calls).toEqual([["track", "cart-add", viewed.product]]);
});

test("identifiers wait for the visitor's decision, and are gone where it is no", () => {
  const given = opened();
  given.reader.connect(given.sink);
  given.window.analytics["identify"]?.("u-1", { email: "jo@example.org" });
  expect(given.calls).toEqual([]);
  given.decide("classify", "link");
  given.decide("classify", "link");
  expect(given.calls).toEqual([["identify", { account: "u-1", email: "jo@example.org" }]]);
  given.window.analytics["reset"]?.();
  expect(given.calls.slice(1)).toEqual([["reset"]]);

  const refused = opened();
  refused.window.analytics["identify"]?.("u-1");
  refused.reader.connect(refused.sink);
  refused.decide("classify");
  refused.decide("classify", "link");
  expect(refused.calls).toEqual([]);
});
