import { advance, emptySession, type SedgeEvent } from "@sedge/features";
import { expect, test } from "vitest";
import type { Prediction } from "../../classification.ts";
import { conclusions } from "./conclusions.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const reason = { feature: "clickDepth", label: "product pages seen", value: 3, effect: 0.4 };
const predicted = (model: string, code: string, probability: number): Prediction => ({
  model,
  code,
  label: code,
  probability,
  reasons: [{ ...reason, feature: code }],
});
const PREDICTIONS = [
  predicted("purchase-propensity", "purchase", 0.2),
  predicted("session-intent", "leave", 0.4),
  predicted("session-intent", "compare", 0.1),
  predicted("session-intent", "research", 0.2),
  predicted("session-intent", "browse", 0.3),
];
const PRODUCT: SedgeEvent = { kind: "page-view", at: NOON, page: "product" };
const blank = (...events: readonly SedgeEvent[]) => events.reduce(advance, emptySession(NOON));
const after = (...events: readonly SedgeEvent[]) => blank(PRODUCT, ...events);

test("next steps are a part of the intent, and no predictions of their own", () => {
  const { intent, predictions } = conclusions(after(), PREDICTIONS);
  expect(predictions.map(({ code }) => code)).toEqual(["purchase"]);
  expect(intent?.map(({ code }) => code)).toEqual(["leave", "browse", "buy", "research", "compare", "support"]);
  expect(intent?.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
  expect(intent?.find(({ code }) => code === "buy")).toMatchObject({
    probability: 0.2,
    reasons: [{ feature: "purchase" }],
  });
});

test("without the model of next steps there is no intent, and the rest stands", () => {
  const { intent, predictions, friction } = conclusions(after(), PREDICTIONS.slice(0, 1));
  expect(intent).toBeNull();
  expect(predictions).toHaveLength(1);
  expect(friction).toEqual({ score: 0, signals: [] });
});

test("a visit to no shop has no answers about shopping, whatever the models say, and says why", () => {
  const pages = Array.from({ length: 3 }, (): SedgeEvent => ({ kind: "page-view", at: NOON, page: "information" }));
  expect(conclusions(blank(...pages), PREDICTIONS)).toMatchObject({
    intent: null,
    predictions: [],
    abstained: { state: "not-applicable", reason: "no-product", message: expect.stringContaining("3 pages") },
    friction: { score: 0 },
  });
  expect(conclusions(blank(...pages.slice(0, 1)), PREDICTIONS).abstained?.state).toBe("too-early");
  expect(conclusions(after(...pages), PREDICTIONS)).not.toHaveProperty("abstained");
});

test("that help is wanted needs no shop", () => {
  const { intent, support } = conclusions(blank({ kind: "page-view", at: NOON, page: "support" }), PREDICTIONS);
  expect(intent).toBeNull();
  expect(support).toMatchObject({ probability: 0.5, reasons: [{ feature: "support-page-open" }] });
});

test("a help page makes support likely, and says so", () => {
  const [first] = conclusions(after({ kind: "page-view", at: NOON, page: "support" }), PREDICTIONS).intent ?? [];
  expect(first).toMatchObject({ code: "support", probability: 0.5 });
  expect(first?.reasons[0]?.feature).toBe("support-page-open");
  expect(first?.reasons[0]?.effect).toBeCloseTo(Math.log(0.5 / 0.5) - Math.log(0.01 / 1), 9);
});

test("a frustrated chat text counts as friction and against resolution, as a number", () => {
  const calm = conclusions(after(), PREDICTIONS);
  const text: SedgeEvent = { kind: "text-scored", at: NOON + 0.5, source: "chat", frustration: 0.9 };
  const { friction, resolution } = conclusions(after(text), PREDICTIONS);
  expect(friction.signals.map(({ code }) => code)).toContain("frustrated-text");
  expect(friction.score).toBeGreaterThan(calm.friction.score);
  expect(resolution.unresolved).toBeGreaterThan(calm.resolution.unresolved);
  expect(resolution.reasons.length).toBeLessThanOrEqual(3);
});
