import { CHANNELS, parseTriggerCondition } from "@sedge/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateCondition } from "../condition/evaluate-condition.ts";
import { nextLook, watchedHours } from "./next-look.ts";
import { profileFacts } from "./profile-facts.ts";
import { profileStage } from "./profile-stage.ts";
import { type ChannelSeen, hoursSince } from "./seen.ts";

function condition(text: string) {
  const parsed = parseTriggerCondition(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.condition;
}

test("rules name the hours that they wait for", () => {
  const when = condition("hours-since.app>2 & !hours-since.shop-till<=5 | hours-since.email>=8 & hours-since.iot<0");
  expect(watchedHours([when, condition("cluster:c1")])).toEqual({ app: [2], "shop-till": [5], email: [7] });
  expect(watchedHours([condition("seen:web & transitions.web.app>=2")])).toEqual({});
  expect(watchedHours([condition("hours-since.any>3")])).toEqual(
    Object.fromEntries(CHANNELS.map((channel) => [channel, [3]])),
  );
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
const terms = fc.oneof(
  fc
    .tuple(fc.constantFrom(...CHANNELS, "any"), fc.constantFrom(">", ">=", "<", "<="), hours)
    .map(([name, by, limit]) => `hours-since.${name}${by}${limit}`),
  fc.constant("stage:buy,use"),
);
const conditions = fc.oneof(
  terms,
  fc.array(terms, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" & ")),
  terms.map((term) => `!${term}`),
);
const seens = fc.array(fc.record({ channel, hour: fc.integer({ min: 900, max: 1_000 }) }), { maxLength: 4 });

test("no condition changes between two looks", () => {
  fc.assert(
    fc.property(conditions, seens, (when, seen) => {
      const parsed = condition(when);
      const at = (hour: number) => {
        const stage = profileStage({}, hoursSince(seen, hour));
        const facts = profileFacts({ hour, seen, stage, assignment: null, clusters: {}, transitions: [] });
        return evaluateCondition(parsed, facts).truth;
      };
      const next = nextLook(watchedHours([parsed]), seen, 1_000) ?? Infinity;
      for (let hour = 1_001; hour < Math.min(next, 1_060); hour++) expect(at(hour)).toBe(at(1_000));
    }),
  );
});
