import type { Announcement } from "./announcement.ts";
import { SEGMENT_METHODS, segmentAnnouncements, type SegmentMethod } from "./segment-call.ts";

/** How long after its arrival the library is taken to work off its queue, in milliseconds. */
const QUEUE_MS = 5_000;
/** Most calls that are remembered as read until the library has taken them out of its queue. */
const MAX_REMEMBERED = 500;

type Call = readonly [method: SegmentMethod, values: readonly unknown[]];

function isMethod(name: unknown): name is SegmentMethod {
  return SEGMENT_METHODS.some((method) => method === name);
}

function isSame([method, values]: Call, [otherMethod, otherValues]: Call): boolean {
  const isEqual = values.every((value, index) => Object.is(value, otherValues[index]));
  return method === otherMethod && values.length === otherValues.length && isEqual;
}

/**
 * Reads the calls of `window.analytics`, of the snippet's queue as of the library that takes its place: each once, and each goes
 * on as it came, with the same values, object and answer. Returns the function that ends it.
 */
export function readSegmentQueue(
  window: Window & { analytics?: unknown },
  announce: (announcement: Announcement) => void,
): () => void {
  let isReading = true;
  // What was read while it waited in the queue comes again when the library makes the call.
  let queued: Call[] = [];
  const seen = new WeakSet<object>();
  const read = (call: Call, isQueued: boolean) => {
    if (!isReading) return;
    const known = queued.findIndex((other) => isSame(call, other));
    if (known >= 0 && !isQueued) queued.splice(known, 1);
    else {
      if (isQueued) queued = [...queued, call].slice(-MAX_REMEMBERED);
      for (const announcement of segmentAnnouncements(...call)) announce(announcement);
    }
  };
  const watch = (analytics: unknown) => {
    if ((typeof analytics !== "object" && typeof analytics !== "function") || analytics === null) return;
    if (seen.has(analytics)) return;
    seen.add(analytics);
    const isQueue = Array.isArray(analytics);
    if (isQueue) {
      for (const entry of analytics) {
        const [method, ...values]: unknown[] = Array.isArray(entry) ? entry : [];
        if (isMethod(method)) read([method, values], true);
      }
    } else window.setTimeout(() => (queued = []), QUEUE_MS);
    for (const method of SEGMENT_METHODS) {
      const original: unknown = Reflect.get(analytics, method);
      if (typeof original !== "function") continue;
      Reflect.set(analytics, method, function passedOn(this: unknown, ...values: unknown[]): unknown {
        read([method, values], isQueue);
        return Reflect.apply(original, this, values);
      });
    }
  };
  let current = window.analytics;
  watch(current);
  // A global that was declared by `var` can't be watched; then only the object that is there now is read.
  if (Object.getOwnPropertyDescriptor(window, "analytics")?.configurable === false) return () => (isReading = false);
  const property = { configurable: true, enumerable: true };
  Object.defineProperty(window, "analytics", {
    ...property,
    get: () => current,
    set: (analytics: unknown) => {
      current = analytics;
      watch(analytics);
    },
  });
  return () => {
    isReading = false;
    Object.defineProperty(window, "analytics", { ...property, writable: true, value: current });
  };
}
