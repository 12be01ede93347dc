import type { AcceptedSet, RoundEnd } from "@sedge/protocol";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  BEGINNING,
  isCollected,
  isOver,
  progressAfter,
  type RoundEvent,
  type RoundProgress,
} from "./round-progress.ts";

const accepted = (people: number, fill = "A"): AcceptedSet => ({ people, digest: fill.repeat(43) });
const published = { state: "published", generation: 1, sha256: "0".repeat(64), hasDrifted: false } as RoundEnd;
const abandoned = (reason: "ordered" | "worse-than-last") => ({ state: "abandoned", reason }) satisfies RoundEnd;

const WAY: readonly RoundEvent[] = [
  { kind: "agreed" },
  { kind: "closed" },
  { kind: "counted", mine: accepted(30), other: accepted(30), minPeople: 30 },
  { kind: "noised" },
  { kind: "ended", end: published },
];
const OTHERS: readonly RoundEvent[] = [
  { kind: "counted", mine: accepted(30), other: accepted(30, "Q"), minPeople: 30 },
  { kind: "counted", mine: accepted(29), other: accepted(29), minPeople: 30 },
  { kind: "ended", end: abandoned("ordered") },
  { kind: "ended", end: abandoned("worse-than-last") },
];

function follow(events: readonly RoundEvent[]): RoundProgress {
  return events.reduce<RoundProgress>((progress, event) => progressAfter(progress, event) ?? progress, BEGINNING);
}

test("a round passes through its states, and a repeated event changes nothing", () => {
  const states = WAY.map((_, index) => follow(WAY.slice(0, index + 1)).state);
  expect(states).toEqual(["collecting", "closing", "verified", "noised", "published"]);
  for (const [index, event] of WAY.entries()) {
    const reached = follow(WAY.slice(0, index + 1));
    expect(progressAfter(reached, event)).toBe(reached);
  }
});

test("no step can be skipped", () => {
  for (const [index, event] of WAY.entries()) {
    if (index > 0) expect(progressAfter(follow(WAY.slice(0, index - 1)), event)).toBeUndefined();
  }
});

test("too few people, or a different set at the other operator, end it unopened", () => {
  const closing = follow(WAY.slice(0, 2));
  const reasons = OTHERS.slice(0, 2).map((event) => progressAfter(closing, event)?.end);
  expect(reasons).toEqual([
    { state: "abandoned", reason: "operators-disagree" },
    { state: "abandoned", reason: "too-few-people" },
  ]);
});

test("it cannot be called off after a noised share may have been shown", () => {
  for (let step = 0; step <= WAY.length; step++) {
    const reached = follow(WAY.slice(0, step));
    const isAllowed = !["noised", "published"].includes(reached.state);
    expect(progressAfter(reached, { kind: "ended", end: abandoned("ordered") }) !== undefined).toBe(isAllowed);
  }
});

test("a round that is over stays as it ended, and none is published before it is verified and noised", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WAY, ...OTHERS), { maxLength: 12 }), (events) => {
      const seen: string[] = [];
      let progress = BEGINNING;
      for (const event of events) {
        const next = progressAfter(progress, event);
        if (next && isOver(progress)) expect(next).toBe(progress);
        if (next && next.state !== progress.state) seen.push(next.state);
        progress = next ?? progress;
      }
      if (progress.state === "published") {
        expect(seen).toEqual(["collecting", "closing", "verified", "noised", "published"]);
      }
    }),
  );
});

test("collecting ends at the deadline, or when the round is full", () => {
  const terms = { deadline: 100, maxPeople: 5 };
  const collecting = follow(WAY.slice(0, 1));
  expect([99, 100].map((now) => isCollected(collecting, terms, 4, now))).toEqual([false, true]);
  expect(isCollected(collecting, terms, 5, 0)).toBe(true);
  expect(isCollected(follow(WAY.slice(0, 2)), terms, 5, 200)).toBe(false);
});
