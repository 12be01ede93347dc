import type { ShippedTabular } from "./shipped-tabular.ts";
import { TABULAR_PLAN } from "./tabular-plan.ts";

/** Outcome of a bank's calls (UCI 222). All columns are known before the call; `duration` is not, and is not read. */
export const CALL_OUTCOME: ShippedTabular = {
  file: ["call-centre", "bank-additional-full.csv.gz"],
  separator: ";",
  labelColumn: "y",
  positive: "yes",
  isDistinct: false,
  plan: {
    ...TABULAR_PLAN,
    name: "call-outcome",
    dropped: ["duration"],
    minCategoryRows: 20,
    hints: {
      age: { label: "age" },
      job: { label: "kind of job" },
      marital: { label: "marital status" },
      education: { label: "education" },
      default: { label: "credit in default" },
      housing: { label: "housing loan" },
      loan: { label: "personal loan" },
      contact: { label: "kind of telephone" },
      month: { label: "month of the call" },
      day_of_week: { label: "day of the week" },
      campaign: { label: "calls in this campaign, this one included" },
      pdays: { label: "days since an earlier campaign's call" },
      previous: { label: "calls in earlier campaigns" },
      poutcome: { label: "outcome of the earlier campaign" },
      "emp.var.rate": { label: "change in employment" },
      "cons.price.idx": { label: "consumer prices" },
      "cons.conf.idx": { label: "consumer confidence" },
      euribor3m: { label: "three-month interest rate" },
      "nr.employed": { label: "people employed" },
    },
    classLabels: { no: "will say no", yes: "will subscribe" },
    folds: 3,
    trees: { ...TABULAR_PLAN.trees, minRows: 20, featureShare: 0.4, rounds: 400, patience: 30 },
    teacher: { ...TABULAR_PLAN.teacher, hidden: [48, 24], epochs: 5, batch: 256, dropout: 0.1, patience: 3 },
    student: { ...TABULAR_PLAN.student, hidden: [48, 24], epochs: 6, learningRate: 4e-3 },
  },
};
