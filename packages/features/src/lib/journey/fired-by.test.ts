import { ClusterId, TriggerCondition } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { firedBy } from "./fired-by.ts";
import type { ProfileFacts } from "./profile-facts.ts";

const cluster = (id: string) => v.parse(ClusterId, id);
const FACTS: ProfileFacts = {
  hour: 1_000,
  cluster: cluster("c3"),
  clusters: { web: cluster("c3"), app: cluster("c7") },
  stage: "intend",
  seen: [
    { channel: "web", hour: 990 },
    { channel: "app", hour: 997 },
  ],
  transitions: [{ from: "web", to: "app", times: 2 }],
};
const matches = (when: object, facts = FACTS) => firedBy(v.parse(TriggerCondition, when), facts).matches;

test.each([
  [true, { cluster: ["c1", "c3"] }],
  [false, { cluster: ["c7"] }],
  [true, { cluster: ["c7"], channel: "app" }],
  [false, { cluster: ["c7"], channel: "email" }],
  [true, { stage: ["intend", "buy"] }],
  [false, { stage: ["buy"] }],
  [true, { seen: "app" }],
  [false, { seen: "email" }],
  [true, { seen: "app", withinHours: 3 }],
  [false, { seen: "app", withinHours: 2 }],
  [true, { seen: "app", beyondHours: 2 }],
  [false, { seen: "app", beyondHours: 3 }],
  [true, { seen: "any", withinHours: 3 }],
  [false, { seen: "email", beyondHours: 0 }],
  [true, { transition: { from: "web", to: "app" }, atLeast: 2 }],
  [false, { transition: { from: "web", to: "app" }, atLeast: 3 }],
  [false, { transition: { from: "app", to: "web" } }],
  [true, { all: [{ seen: "app" }, { not: { seen: "email" } }] }],
  [false, { all: [{ seen: "app" }, { seen: "email" }] }],
  [true, { any: [{ seen: "email" }, { stage: ["intend"] }] }],
  [false, { not: { any: [{ seen: "email" }, { stage: ["intend"] }] } }],
])("%s: %o", (expected, when) => {
  expect(matches(when)).toBe(expected);
});

test("without a cluster no condition about clusters matches", () => {
  expect(matches({ cluster: ["c3"] }, { ...FACTS, cluster: null })).toBe(false);
});

test("every line says what was asked and found, each with its own outcome", () => {
  const when = v.parse(TriggerCondition, {
    all: [{ seen: "app", beyondHours: 2 }, { not: { seen: "shop-till", withinHours: 2 } }],
  });
  expect(firedBy(when, FACTS).lines).toEqual([
    { depth: 0, matches: true, text: "all of these" },
    { depth: 1, matches: true, text: "app seen beyond 2 hours: 3 hours ago" },
    { depth: 1, matches: true, text: "not this" },
    { depth: 2, matches: false, text: "shop-till seen within 2 hours: never" },
  ]);
});
