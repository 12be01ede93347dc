import { expect, test } from "vitest";
import type { Announcement } from "./announcement.ts";
import { readSegmentQueue } from "./segment-queue.ts";

type Page = Parameters<typeof readSegmentQueue>[0];
interface Stub extends Array<unknown> {
  track(...values: unknown[]): unknown;
  page(...values: unknown[]): unknown;
}

/** A stub as the snippet makes it: an array whose methods queue themselves. */
function stub(): Stub {
  const queue: unknown[] = [];
  const queueing = (method: string) =>
    function queued(...values: unknown[]) {
      queue.push([method, ...values]);
      return queue;
    };
  return Object.assign(queue, { track: queueing("track"), page: queueing("page") });
}

/** A library in its place, which answers, and remembers what came. */
function library() {
  const calls: unknown[][] = [];
  return {
    calls,
    track(this: unknown, ...values: unknown[]) {
      calls.push([this, ...values]);
      return "sent";
    },
  };
}

function pageWith(analytics: unknown): Page & { analytics: ReturnType<typeof stub> } {
  const setTimeout = (task: () => void) => globalThis.setTimeout(task, 0);
  return { analytics, setTimeout } as unknown as ReturnType<typeof pageWith>;
}

const added = { product_id: "a" };
const names = (seen: readonly Announcement[]) =>
  seen.map((announcement) => ("name" in announcement ? announcement.name : announcement.kind));

test("what lies in the queue, what is queued later, and what the library is given are read once each", () => {
  const queue = stub();
  queue.track("Product Added", added);
  const page = pageWith(queue);
  const seen: Announcement[] = [];
  const stop = readSegmentQueue(page, (announcement) => seen.push(announcement));
  expect(names(seen)).toEqual(["cart-add"]);
  expect(page.analytics.track("Checkout Started", {})).toBe(queue);
  expect([...queue]).toEqual([
    ["track", "Product Added", added],
    ["track", "Checkout Started", {}],
  ]);
  const real = library();
  page.analytics = real as never;
  expect(page.analytics).toBe(real);
  for (const [method, ...values] of [...queue] as [string, ...unknown[]][]) {
    if (method === "track") page.analytics.track(...values);
  }
  expect(names(seen)).toEqual(["cart-add", "checkout-start"]);
  expect(real.calls).toEqual([
    [real, "Product Added", added],
    [real, "Checkout Started", {}],
  ]);
  expect(page.analytics.track("Product Added", added)).toBe("sent");
  expect(names(seen)).toEqual(["cart-add", "checkout-start", "cart-add"]);
  stop();
  expect(page.analytics.track("Product Added", added)).toBe("sent");
  expect(seen).toHaveLength(3);
  expect(real.calls).toHaveLength(4);
});

test("a page without the snippet yet is read from when it has one", () => {
  const page = pageWith(undefined);
  const seen: Announcement[] = [];
  readSegmentQueue(page, (announcement) => seen.push(announcement));
  page.analytics = stub();
  page.analytics.page();
  expect(seen).toEqual([{ kind: "page", page: undefined, product: {} }]);
});
