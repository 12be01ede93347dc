import { featureRecord } from "@sedge/features";
import { type ClickSession, prefixesOf } from "./clickstream.ts";
import type { Example, ModelPlan } from "./model-plan.ts";

/** Product pages that each output foresees. */
export const REACHES = [3, 9, 15] as const;
/** After how many product pages each output is measured. */
export const ASKED_AFTER = [1, 3, 5] as const;

/** Clicks of a visit that are learnt from: one less than the deepest reach, after which nothing is open. */
const MOST_CLICKS = Math.max(...REACHES);
/** A settled answer is learnt too, at half the weight, so that the network says so by itself. */
const SETTLED_WEIGHT = 0.5;

const training = { hidden: [32, 16], batch: 512, learningRate: 2e-3 };

/**
 * One network for any number of clicks: trained on every prefix of a visit up to 15 clicks, with lower weights after
 * the answer is settled. The three steps of `clickDepth` (`lower` just under the reach, `upper` at it) give it the
 * exact depth.
 */
export const VISIT_DEPTH: ModelPlan = {
  name: "visit-depth",
  version: "1.0.0",
  inputs: [
    { feature: "clickDepth", curve: "log1p", label: "product pages seen" },
    ...REACHES.map((reach) => ({
      feature: "clickDepth",
      lower: reach - 1,
      upper: reach,
      label: `${reach} product pages reached`,
    })),
    { feature: "categoriesSeen", label: "categories seen" },
    { feature: "mainCategoryShare", label: "share of the main category" },
    { feature: "breadth", label: "breadth of categories" },
    { feature: "categorySwitches", curve: "log1p", label: "changes of category" },
    { feature: "switchShare", label: "share of pages that changed category" },
    { feature: "categoryRun", curve: "log1p", label: "product pages in a row in a category" },
    { feature: "repeatShare", label: "share of items seen again" },
    { feature: "priceToMean", label: "last price beside the visit's mean" },
    { feature: "priceToCategoryMean", label: "last price beside its category's mean" },
    { feature: "priceTrend", label: "last price beside the first" },
    { feature: "priceSpread", label: "spread of prices" },
    { feature: "listPageFirst", label: "list page of the first item" },
    { feature: "listPageLast", label: "list page of the last item" },
    { feature: "listPageDeepest", label: "deepest list page" },
    { feature: "listPageMean", label: "mean list page" },
    { feature: "listPageTurns", curve: "log1p", label: "changes of list page" },
  ],
  outputs: REACHES.map((reach) => ({ code: `reach-${reach}`, label: `will see ${reach} product pages` })),
  teachers: 5,
  teacher: { ...training, epochs: 25, weightDecay: 0.3, dropout: 0.1, patience: 4, seed: 553 },
  student: { ...training, epochs: 25, weightDecay: 0.03, dropout: 0, patience: 5, seed: 1_553 },
};

/** The part of the data that a visit belongs to: July is the test, June from the 8th on the validation. */
export function depthPartOf({ month, day }: ClickSession): "train" | "validation" | "test" {
  if (month === 7) return "test";
  return month === 6 && day > 7 ? "validation" : "train";
}

/** An example for each click of the visits, up to 15 clicks. */
export function depthExamples(sessions: readonly ClickSession[]): Example[] {
  return sessions.flatMap((session) =>
    prefixesOf(session, MOST_CLICKS).map((prefix, index) => ({
      record: featureRecord(prefix),
      answers: REACHES.map((reach) => session.clicks.length >= reach),
      weights: REACHES.map((reach) => (index + 1 < reach ? 1 : SETTLED_WEIGHT)),
      asked: REACHES.map((reach) => index + 1 < reach),
    })),
  );
}

/**
 * Examples of settled answers only, from visits drawn at random: a visit that has reached a depth must be predicted to
 * have reached it, even if it looks unlike the shop's visits.
 */
export function settledExamples(visits: readonly ClickSession[]): Example[] {
  return depthExamples(visits).map(({ record, answers, asked }) => ({
    record,
    answers,
    weights: asked.map((open) => (open ? 0 : 1)),
    asked,
  }));
}
