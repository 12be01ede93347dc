import { expect, test } from "vitest";
import { TRANSITION_HOURS, transitionsOf, hoursSince } from "./seen.ts";

test("hours since a channel, of several tokens the latest; a clock set back is now", () => {
  const seen = [
    { channel: "web", hour: 90 },
    { channel: "web", hour: 97 },
    { channel: "email", hour: 101 },
  ] as const;
  expect(hoursSince(seen, 100)).toEqual({ web: 3, email: 0, any: 0 });
  expect(hoursSince([], 100)).toEqual({});
});

test("changes of several tokens add up to three at most, and are over after thirty days", () => {
  const seen = { from: "email", to: "web", times: 2, hour: 1_000 } as const;
  const last = 1_000 + TRANSITION_HOURS - 1;
  expect(transitionsOf([seen], last)).toEqual([{ from: "email", to: "web", times: 2 }]);
  expect(transitionsOf([seen], last + 1)).toEqual([]);
  const others = [seen, seen, { ...seen, from: "app" as const, times: 1 }];
  expect(transitionsOf(others, 1_000)).toEqual([
    { from: "app", to: "web", times: 1 },
    { from: "email", to: "web", times: 3 },
  ]);
});
