import { evaluateCondition } from "@sedge/features/condition";
import { parseCondition } from "@sedge/protocol/condition";
import { expect, test } from "vitest";
import type { Classification, ClusterFound } from "../classification.ts";
import { afterClassification, afterCluster, isFacts, NO_FACTS } from "./facts.ts";

const classification: Classification = {
  at: 1,
  events: 3,
  intent: [
    { code: "compare", label: "compare", probability: 0.6, reasons: [] },
    { code: "buy", label: "buy", probability: 0.4, reasons: [] },
  ],
  predictions: [{ model: "m", code: "purchase", label: "buys", probability: 0.2, reasons: [] }],
  support: { probability: 0.3, reasons: [] },
  friction: { score: 0.5, signals: [{ code: "rage-click", label: "l", count: 1, threshold: 1, weight: 0.8 }] },
  resolution: { unresolved: 0.1, reasons: [] },
  arrival: { channel: "email", source: "landing-link" },
  backend: { row: "wasm", batch: "wasm", host: "worker", medianMs: {}, unavailable: {} },
};
const cluster: ClusterFound = {
  clusterId: "c3",
  clusterName: "n",
  generation: 0,
  level: 2,
  confidence: 0.7,
  channels: ["web", "app"],
  source: "device",
};

test("facts are what classification and cluster say, under the names that conditions use", () => {
  const facts = afterCluster(afterClassification(NO_FACTS, classification), { ...cluster, triggers: ["come-back"] });
  expect(facts).toEqual({
    names: {
      intent: ["compare"],
      arrival: ["email"],
      source: ["landing-link"],
      sign: ["rage-click"],
      cluster: ["c3"],
      channel: ["web", "app"],
      trigger: ["come-back"],
    },
    numbers: {
      friction: 0.5,
      unresolved: 0.1,
      "prediction.purchase": 0.2,
      propensity: 0.2,
      "intent.support": 0.3,
      "intent.compare": 0.6,
      "intent.buy": 0.4,
      confidence: 0.7,
      level: 2,
    },
  });
  expect(isFacts(JSON.parse(JSON.stringify(facts)))).toBe(true);
});

test("a later classification goes over an earlier one; what it leaves out stays known", () => {
  const before = afterCluster(afterClassification(NO_FACTS, classification), cluster);
  const { arrival: _, ...later } = classification;
  const after = afterClassification(before, { ...later, intent: null, friction: { score: 0, signals: [] } });
  expect(after.names).toMatchObject({ cluster: ["c3"], arrival: ["email"], sign: [] });
  expect(after.numbers).toMatchObject({ friction: 0, level: 2 });
});

test("an answer that abstains leaves no fact about shopping, not even one of the visit before, and keeps all others", () => {
  const before = afterCluster(afterClassification(NO_FACTS, classification), cluster);
  const abstained = { state: "not-applicable", reason: "no-product", message: "m" } as const;
  const after = afterClassification(before, { ...classification, intent: null, predictions: [], abstained });
  expect(after).toEqual({
    names: {
      arrival: ["email"],
      source: ["landing-link"],
      sign: ["rage-click"],
      cluster: ["c3"],
      channel: ["web", "app"],
      trigger: [],
    },
    numbers: { friction: 0.5, unresolved: 0.1, "intent.support": 0.3, confidence: 0.7, level: 2 },
  });
  const truthOf = (when: string) => {
    const parsed = parseCondition(when, "page");
    return parsed.ok && evaluateCondition(parsed.condition, after).truth;
  };
  for (const when of ["intent:buy", "!intent:leave", "propensity>0", "propensity<.5", "prediction.reach-9<1"]) {
    expect(truthOf(when)).toBeNull();
  }
  expect(truthOf("intent.support>.2 & friction>.4")).toBe(true);
});

test.each([null, {}, { names: {} }, { names: { cluster: "c3" }, numbers: {} }, { names: {}, numbers: { level: "1" } }])(
  "what another page left is parsed: %j is none",
  (left) => expect(isFacts(left)).toBe(false),
);
