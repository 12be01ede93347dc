import type { ModelPlan, Example } from "./model-plan.ts";
import type { ShopperVisit } from "./shoppers.ts";
import type { Part } from "./hash-split.ts";

const MONTH_LABELS: Readonly<Record<string, string>> = {
  month02: "February",
  month03: "March",
  month05: "May",
  month06: "June",
  month07: "July",
  month08: "August",
  month09: "September",
  month10: "October",
  month11: "November",
  month12: "December",
};

const training = { hidden: [48, 24], batch: 256, learningRate: 3e-3 };

/** The purchase model. January and April are not in its data, so it has no input for them. */
export const PURCHASE: ModelPlan = {
  name: "purchase-propensity",
  version: "1.0.0",
  inputs: [
    { feature: "administrativePages", curve: "log1p", label: "account and checkout pages seen" },
    { feature: "administrativeSeconds", curve: "log1p", label: "seconds on account and checkout pages" },
    { feature: "informationalPages", curve: "log1p", label: "information and support pages seen" },
    { feature: "informationalSeconds", curve: "log1p", label: "seconds on information and support pages" },
    { feature: "productRelatedPages", curve: "log1p", label: "shop pages seen" },
    { feature: "productRelatedSeconds", curve: "log1p", label: "seconds on shop pages" },
    { feature: "secondsPerProductRelatedPage", curve: "log1p", label: "seconds a shop page" },
    { feature: "returning", label: "was here before" },
    { feature: "weekend", label: "weekend" },
    ...Object.entries(MONTH_LABELS).map(([feature, label]) => ({ feature, label })),
  ],
  outputs: [{ code: "purchase", label: "will buy in this visit" }],
  teachers: 10,
  teacher: { ...training, epochs: 60, weightDecay: 0.3, dropout: 0.25, patience: 8, seed: 468 },
  student: { ...training, epochs: 80, weightDecay: 0.03, dropout: 0, patience: 12, seed: 1_468 },
};

/** The examples of one part of the data. */
export function purchaseExamples(visits: readonly ShopperVisit[], part: Part): Example[] {
  return visits
    .filter((visit) => visit.part === part)
    .map(({ record, bought }) => ({ record, answers: [bought], weights: [1], asked: [true] }));
}
