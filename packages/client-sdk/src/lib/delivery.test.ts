import type { SedgeEvent } from "@sedge/features";
import { describe, expect, test } from "vitest";
import { Delivery, EventBuffer, MAX_WAITING_EVENTS } from "./delivery.ts";

const event = (at: number): SedgeEvent => ({ kind: "error", at });

const atOnce = () => Promise.resolve();

function delivery(ready: () => Promise<void> = atOnce, stored: () => Promise<void> = atOnce) {
  const sent: number[][] = [];
  const send = (events: readonly SedgeEvent[]) => {
    sent.push(events.map(({ at }) => at));
    return stored();
  };
  return { sent, delivery: new Delivery({ window: globalThis, ready, send }) };
}

describe("delivery", () => {
  test("buffers until it is opened, then sends in one batch and in order", async () => {
    const { sent, delivery: it } = delivery();
    for (const at of [1, 2, 3]) it.push(event(at));
    await it.flush();
    expect(sent).toEqual([]);
    it.gate = "open";
    await it.flush();
    expect(sent).toEqual([[1, 2, 3]]);
  });
  test("drops its buffer when it is shut, and later events", async () => {
    const { sent, delivery: it } = delivery();
    it.push(event(1));
    it.gate = "shut";
    it.push(event(2));
    it.gate = "open";
    await it.flush();
    expect(sent).toEqual([]);
    expect(it.size).toBe(0);
  });
  test("sends by itself within 250 ms once open", async () => {
    const { sent, delivery: it } = delivery();
    it.gate = "open";
    it.push(event(1));
    await expect.poll(() => sent).toEqual([[1]]);
  });
  test("a batch is unsettled until it is answered for", async () => {
    let answer: (() => void) | undefined;
    const { delivery: it } = delivery(undefined, () => new Promise((resolve) => (answer = resolve)));
    it.gate = "open";
    it.push(event(1));
    const sent = it.flush();
    await expect.poll(() => answer).toBeDefined();
    it.push(event(2));
    expect(it.unsettled.map(({ at }) => at)).toEqual([1, 2]);
    answer?.();
    await sent;
    expect(it.unsettled.map(({ at }) => at)).toEqual([2]);
    it.drop();
    expect(it.unsettled).toEqual([]);
  });
  test("keeps events while nobody is ready, for a later attempt", async () => {
    const { sent, delivery: it } = delivery(() => Promise.reject(new Error("not yet")));
    it.gate = "open";
    it.push(event(1));
    await expect(it.flush()).rejects.toThrow("not yet");
    expect(sent).toEqual([]);
    expect(it.unsettled.map(({ at }) => at)).toEqual([1]);
  });
});

test("keeps events in order and gives up the oldest when there are too many", () => {
  const buffer = new EventBuffer();
  for (let at = 0; at < 1_234; at++) {
    buffer.push(event(at));
    expect(buffer.size).toBeLessThanOrEqual(MAX_WAITING_EVENTS);
  }
  const ats = buffer.drain().map(({ at }) => at);
  expect(ats.at(-1)).toBe(1_233);
  expect(ats).toEqual(ats.map((_, index) => 1_233 - (ats.length - 1) + index));
  expect(buffer.drain()).toEqual([]);
});

test("puts earlier events in front", () => {
  const buffer = new EventBuffer();
  buffer.push(event(3));
  buffer.putBack([event(1), event(2)]);
  expect(buffer.drain().map(({ at }) => at)).toEqual([1, 2, 3]);
});
