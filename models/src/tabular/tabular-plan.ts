import type { BoostingPlan } from "./boosted-trees.ts";
import type { ColumnHint } from "./columns-from.ts";
import type { NetworkPlan } from "./network-training.ts";

/** What a tabular model is to be, and how it is trained. */
export interface TabularPlan {
  readonly name: string;
  readonly version: string;
  readonly seed: number;
  /** Columns that are not read. */
  readonly dropped: readonly string[];
  readonly hints: Readonly<Record<string, ColumnHint>>;
  /** Words for people by class, as it stands in the label column. */
  readonly classLabels: Readonly<Record<string, string>>;
  readonly knots: number;
  readonly minCategoryRows: number;
  /** Parts of the training rows; each has teachers that have not seen it. */
  readonly folds: number;
  readonly trees: Omit<BoostingPlan, "seed">;
  readonly teacher: Omit<NetworkPlan, "seed">;
  /** Teaching rows in all, the training rows and blends of them; fewer for a small table, more for a large one. */
  readonly studentRows: number;
  readonly student: Omit<NetworkPlan, "seed">;
}

/** The plan for any table, and the one that the shipped models use but for what they say of their columns. */
export const TABULAR_PLAN: TabularPlan = {
  name: "tabular",
  version: "1.0.0",
  seed: 20_261_122,
  dropped: [],
  hints: {},
  classLabels: {},
  knots: 33,
  minCategoryRows: 5,
  folds: 4,
  trees: {
    leaves: 8,
    learningRate: 0.08,
    minHessian: 1,
    minRows: 5,
    ridge: 1,
    featureShare: 0.5,
    rounds: 600,
    patience: 40,
    rowShare: 0.7,
  },
  teacher: {
    hidden: [64, 32],
    epochs: 30,
    batch: 128,
    learningRate: 2e-3,
    weightDecay: 0.1,
    dropout: 0.25,
    patience: 6,
  },
  studentRows: 30_000,
  student: { hidden: [64, 32], epochs: 30, batch: 128, learningRate: 3e-3, weightDecay: 0.01, dropout: 0, patience: 8 },
};
