import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { CHANNEL_FEATURES, tallyCoordinates } from "./channel-features.ts";
import type { Touch } from "./touch.ts";
import { addTouch, TouchTally } from "./touch-tally.ts";

const tallyOf = (touches: readonly Touch[]) =>
  touches.reduce<TouchTally | undefined>(addTouch, undefined) ?? expect.fail("no touch");

test("a till's receipts give frequency, amount and breadth of purchases", () => {
  const tally = tallyOf([
    { at: 30, amount: 20, department: "grocery" },
    { at: 10, amount: 40, department: "garden" },
    { at: 20, department: "grocery" },
  ]);
  expect(tally).toMatchObject({ touches: 3, paid: { touches: 2, sum: 60 }, firstAt: 10, lastAt: 30 });
  const [visits, spend, breadth] = tallyCoordinates("shop-till", tally);
  expect(visits).toBeCloseTo(Math.log(4) / Math.log(105));
  expect(spend).toBeCloseTo(Math.log(31) / Math.log(501));
  expect(breadth).toBeCloseTo(1 - (4 + 1) / 9);
});

test("a share counts the touches of which it is known, and knows little of who came once", () => {
  const calls: Touch[] = [{ at: 1, isResolved: false }, { at: 2, isResolved: true, isDispleased: true }, { at: 3 }];
  expect(tallyCoordinates("call-centre", tallyOf(calls))).toEqual([
    expect.closeTo(Math.log(4) / Math.log(21)),
    expect.closeTo(1.3 / 3),
    expect.closeTo(1.1 / 2),
  ]);
  const once = tallyCoordinates("chat", tallyOf([{ at: 1 }]));
  expect(once.slice(1)).toEqual([0.3, 0.1]);
});

test("who clicked has opened, and telemetry counts its faults", () => {
  const mails: Touch[] = [
    { at: 1, isClicked: true },
    { at: 2, isOpened: true },
    { at: 3, isOpened: false },
  ];
  expect(tallyOf(mails)).toMatchObject({ touches: 3, opened: 2, clicked: 1 });
  expect(tallyCoordinates("iot", tallyOf([{ at: 1, isFault: true }, { at: 2 }]))[1]).toBeCloseTo(1.05 / 3);
});

test("the departments beyond the first 32 count together", () => {
  const many = Array.from({ length: 50 }, (_, n) => ({ at: n, department: `d${n}` }));
  const { departments } = tallyOf(many);
  expect(Object.keys(departments)).toHaveLength(33);
  expect(departments).toContainEqual({ name: "", touches: 18 });
});

test("a visit's channels have no tally", () => {
  for (const channel of ["web", "app"] as const) {
    expect(() => tallyCoordinates(channel, tallyOf([{ at: 1 }]))).toThrow(RangeError);
  }
});

const seconds = fc.integer({ min: 0, max: 2e9 });
const flag = fc.option(fc.boolean(), { nil: undefined });
const touches = fc.array(
  fc.record({
    at: seconds,
    amount: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
    department: fc.constantFrom(undefined, "a", "b", "__proto__", "constructor"),
    isResolved: flag,
    isDispleased: flag,
    isOpened: flag,
    isClicked: flag,
    isFault: flag,
  }),
  { minLength: 1, maxLength: 30 },
);

test("for any touches in any order: a valid tally, and coordinates from 0 to 1, one per feature", () => {
  fc.assert(
    fc.property(touches, (some) => {
      const tally = tallyOf(some);
      expect(v.parse(TouchTally, JSON.parse(JSON.stringify(tally)))).toEqual(tally);
      for (const { channel, features } of CHANNEL_FEATURES) {
        if (channel === "web") continue;
        const own = tallyCoordinates(channel, tally);
        expect(own).toHaveLength(features.length);
        expect(own.every((x) => x >= 0 && x <= 1)).toBe(true);
        expect(tallyCoordinates(channel, tallyOf(some.toReversed()))).toEqual(own.map((x) => expect.closeTo(x)));
      }
    }),
  );
});
