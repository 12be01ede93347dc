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
  heard: [
    { channel: "web", hour: 990 },
    { channel: "app", hour: 997 },
  ],
  handOvers: [{ from: "web", to: "app", times: 2 }],
};
const holds = (when: object, facts = FACTS) => firedBy(v.parse(TriggerCondition, when), facts).holds;

test.each([
  [true, { cluster: ["c1", "c3"] }],
  [false, { cluster: ["c7"] }],
  [true, { cluster: ["c7"], channel: "app" }],
  [false, { cluster: ["c7"], channel: "email" }],
  [true, { stage: ["intend", "buy"] }],
  [false, { stage: ["buy"] }],
  [true, { heard: "app" }],
  [false, { heard: "email" }],
  [true, { heard: "app", withinHours: 3 }],
  [false, { heard: "app", withinHours: 2 }],
  [true, { heard: "app", beyondHours: 2 }],
  [false, { heard: "app", beyondHours: 3 }],
  [true, { heard: "any", withinHours: 3 }],
  [false, { heard: "email", beyondHours: 0 }],
  [true, { handOver: { from: "web", to: "app" }, atLeast: 2 }],
  [false, { handOver: { from: "web", to: "app" }, atLeast: 3 }],
  [false, { handOver: { from: "app", to: "web" } }],
  [true, { all: [{ heard: "app" }, { not: { heard: "email" } }] }],
  [false, { all: [{ heard: "app" }, { heard: "email" }] }],
  [true, { any: [{ heard: "email" }, { stage: ["intend"] }] }],
  [false, { not: { any: [{ heard: "email" }, { stage: ["intend"] }] } }],
])("%s: %o", (expected, when) => {
  expect(holds(when)).toBe(expected);
});

test("without a cluster no condition about clusters holds", () => {
  expect(holds({ cluster: ["c3"] }, { ...FACTS, cluster: null })).toBe(false);
});

test("every line says what was asked and found, each with its own outcome", () => {
  const when = v.parse(TriggerCondition, {
    all: [{ heard: "app", beyondHours: 2 }, { not: { heard: "shop-till", withinHours: 2 } }],
  });
  expect(firedBy(when, FACTS).lines).toEqual([
    { depth: 0, holds: true, text: "all of these" },
    { depth: 1, holds: true, text: "app heard of beyond 2 hours: 3 hours ago" },
    { depth: 1, holds: true, text: "not this" },
    { depth: 2, holds: false, text: "shop-till heard of within 2 hours: never" },
  ]);
});
