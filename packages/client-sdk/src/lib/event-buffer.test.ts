import type { SedgeEvent } from "@sedge/features";
import { expect, test } from "vitest";
import { EventBuffer, MAX_WAITING_EVENTS } from "./event-buffer.ts";

const event = (at: number): SedgeEvent => ({ kind: "error", at });

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
