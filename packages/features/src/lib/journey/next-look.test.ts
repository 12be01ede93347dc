import { CHANNELS, TriggerCondition } from "@sedge/protocol";
import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { firedBy } from "./fired-by.ts";
import type { ChannelSeen } from "./seen.ts";
import { nextLook, watchedHours } from "./next-look.ts";
import { profileStage } from "./profile-stage.ts";
import { hoursSince } from "./seen.ts";

const condition = (when: object) => v.parse(TriggerCondition, when);

test("rules name the hours that they wait for", () => {
  const when = condition({ all: [{ seen: "app", beyondHours: 2 }, { not: { seen: "shop-till", withinHours: 5 } }] });
  expect(watchedHours([when, condition({ cluster: ["c1"] })])).toEqual({ app: [2], "shop-till": [5] });
  expect(watchedHours([condition({ seen: "web" })])).toEqual({});
});

test("the next look is when the first of them has passed, and none after the last", () => {
  const watched = { app: [2, 48] };
  const seen: ChannelSeen[] = [{ channel: "app", hour: 100 }];
  expect(nextLook(watched, seen, 100)).toBe(103);
  expect(nextLook(watched, seen, 102)).toBe(103);
  expect(nextLook(watched, seen, 103)).toBe(149);
  expect(nextLook(watched, seen, 149)).toBeUndefined();
  expect(nextLook(watched, [], 100)).toBeUndefined();
});

const hours = fc.integer({ min: 0, max: 30 });
const channel = fc.constantFrom(...CHANNELS);
const leaves = fc.oneof(
  fc.record({ seen: fc.constantFrom(...CHANNELS, "any" as const), withinHours: hours }),
  fc.record({ seen: fc.constantFrom(...CHANNELS, "any" as const), beyondHours: hours }),
  fc.constant({ stage: ["buy", "use"] }),
);
const conditions = fc.oneof(
  leaves,
  fc.record({ all: fc.array(leaves, { minLength: 1, maxLength: 3 }) }),
  fc.record({ not: leaves }),
);
const seens = fc.array(fc.record({ channel, hour: fc.integer({ min: 900, max: 1_000 }) }), { maxLength: 4 });

test("no rule changes its mind between two looks", () => {
  fc.assert(
    fc.property(conditions, seens, (when, seen) => {
      const parsed = condition(when);
      const at = (hour: number) => {
        const stage = profileStage({}, hoursSince(seen, hour));
        return firedBy(parsed, { hour, seen, stage, cluster: null, clusters: {}, transitions: [] }).matches;
      };
      const next = nextLook(watchedHours([parsed]), seen, 1_000) ?? Infinity;
      for (let hour = 1_001; hour < Math.min(next, 1_060); hour++) expect(at(hour)).toBe(at(1_000));
    }),
  );
});
