import { featureRecord } from "@sedge/features";
import { NEXT_STEPS, type NextStep } from "@sedge/features/intent";
import { type ClickSession, prefixesOf } from "../clickstream.ts";
import type { Example, ModelPlan } from "../model-plan.ts";
import { nextStep } from "./next-steps.ts";

/** Clicks of a visit that are learnt from and measured: 98.8 % of visits have fewer, and the longest would outweigh the rest. */
export const MOST_CLICKS = 40;

/** After how many product pages each output is measured by itself. */
export const INTENT_ASKED_AFTER = 3;

const LABELS: Readonly<Record<NextStep, string>> = {
  leave: "opens no further product page",
  compare: "goes back to a product seen before",
  research: "stays in this category",
  browse: "changes category",
};

const training = { hidden: [32, 16], batch: 512, learningRate: 2e-3 };

/**
 * What the visitor does next, at any click. The steps exclude each other, but each has an output and a calibration of its
 * own, as in the other models; `sessionIntent` makes them add up. On the validation part that was as good as one softmax.
 */
export const SESSION_INTENT: ModelPlan = {
  name: "session-intent",
  version: "1.0.0",
  inputs: [
    { feature: "clickDepth", curve: "log1p", label: "product pages seen" },
    { feature: "differentItems", curve: "log1p", label: "different products seen" },
    { feature: "repeatViews", curve: "log1p", label: "products seen again" },
    { feature: "repeatShare", label: "share of products seen again" },
    { feature: "returnNow", label: "went back to this product" },
    { feature: "returnRecency", label: "went back to a product lately" },
    { feature: "returnGap", curve: "log1p", label: "products since this one was open before" },
    { feature: "sameItem", label: "the same product twice running" },
    { feature: "categoriesSeen", label: "categories seen" },
    { feature: "mainCategoryShare", label: "share of the main category" },
    { feature: "breadth", label: "breadth of categories" },
    { feature: "categorySwitches", curve: "log1p", label: "changes of category" },
    { feature: "switchShare", label: "share of pages that changed category" },
    { feature: "categoryRun", curve: "log1p", label: "product pages in a row in a category" },
    { feature: "priceToMean", label: "last price beside the visit's mean" },
    { feature: "priceToCategoryMean", label: "last price beside its category's mean" },
    { feature: "priceTrend", label: "last price beside the first" },
    { feature: "priceSpread", label: "spread of prices" },
    { feature: "listPageFirst", label: "list page of the first item" },
    { feature: "listPageLast", label: "list page of the last item" },
    { feature: "listPageDeepest", label: "deepest list page" },
    { feature: "listPageMean", label: "mean list page" },
    { feature: "listPageTurns", curve: "log1p", label: "changes of list page" },
    { feature: "weekend", label: "weekend" },
  ],
  outputs: NEXT_STEPS.map((code) => ({ code, label: LABELS[code] })),
  teachers: 4,
  teacher: { ...training, epochs: 16, weightDecay: 0.1, dropout: 0.1, patience: 3, seed: 1_553 },
  student: { ...training, epochs: 20, weightDecay: 0.03, dropout: 0, patience: 4, seed: 2_553 },
};

/** An example for each click of the visits, up to 40. */
export function intentExamples(sessions: readonly ClickSession[]): Example[] {
  const all = NEXT_STEPS.map(() => true);
  return sessions.flatMap((session) =>
    prefixesOf(session, MOST_CLICKS).map((prefix, index) => {
      const step = nextStep(session, index);
      return {
        record: featureRecord(prefix),
        answers: NEXT_STEPS.map((other) => other === step),
        weights: NEXT_STEPS.map(() => 1),
        asked: all,
      };
    }),
  );
}
