import { ClusterId, parseTriggerCondition } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { evaluateCondition } from "../condition/evaluate-condition.ts";
import { profileFacts, type ProfileState } from "./profile-facts.ts";

const cluster = (id: string) => v.parse(ClusterId, id);
const STATE: ProfileState = {
  hour: 1_000,
  assignment: { clusterId: cluster("c3"), channels: ["web", "app"], confidence: 0.7, level: 2 },
  clusters: { web: cluster("c3"), app: cluster("c7") },
  stage: "intend",
  seen: [
    { channel: "web", hour: 990 },
    { channel: "app", hour: 997 },
  ],
  transitions: [{ from: "web", to: "app", times: 2 }],
};

function truthOf(text: string, state = STATE) {
  const parsed = parseTriggerCondition(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return evaluateCondition(parsed.condition, profileFacts(state)).truth;
}

test.each([
  [true, "cluster:c1,c3"],
  [false, "cluster:c7"],
  [true, "cluster.app:c7"],
  [null, "cluster.email:c7"],
  [true, "channel:app"],
  [false, "channel:email"],
  [true, "confidence>.6 & level>=2"],
  [true, "stage:intend,buy"],
  [false, "stage:buy"],
  [true, "seen:app"],
  [false, "seen:email"],
  [true, "hours-since.app<=3"],
  [false, "hours-since.app<=2"],
  [true, "hours-since.app>2"],
  [false, "hours-since.app>3"],
  [true, "seen:any & hours-since.any<=3"],
  [false, "hours-since.any<=2"],
  [true, "transitions.web.app>=2"],
  [false, "transitions.web.app>=3"],
  [false, "transitions.app.web>=1"],
  [true, "seen:app & !seen:email"],
  [false, "seen:app & seen:email"],
  [true, "seen:email | stage:intend"],
  [false, "!(seen:email | stage:intend)"],
])("%s: %s", (expected, text) => {
  expect(truthOf(text)).toBe(expected);
});

test("a channel that was never seen was seen infinitely long ago", () => {
  expect(truthOf("hours-since.shop-till>8784")).toBe(true);
  expect(truthOf("!hours-since.shop-till<=2")).toBe(true);
  expect(truthOf("seen:shop-till & hours-since.shop-till>2")).toBe(false);
  expect(truthOf("seen:any", { ...STATE, seen: [] })).toBe(false);
});

test("without a cluster, what depends on it is not known, and a rule that needs it does not fire", () => {
  const state = { ...STATE, assignment: null, clusters: {} };
  for (const text of ["cluster:c3", "!cluster:c3", "cluster.web:c3", "channel:web", "confidence>.1", "level<8"]) {
    expect(truthOf(text, state)).toBeNull();
  }
  expect(truthOf("!cluster:c3 & stage:intend", state)).toBeNull();
  expect(truthOf("!cluster:c3 & stage:buy", state)).toBe(false);
});
