import type { FeatureRecord } from "@sedge/features";
import type { ModelManifest } from "@sedge/features/model-manifest";
import type { TrainingPlan } from "./dense-training.ts";

type Input = ModelManifest["inputs"][number];

/** An input before its numbers are known. Bounds that are not stated are the 0.5 and 99.5 percentiles of the training rows. */
type PlannedInput = Pick<Input, "feature" | "label"> & Partial<Pick<Input, "curve" | "lower" | "upper">>;

/** What a model is to be, and how it is trained. */
export interface ModelPlan {
  readonly name: string;
  readonly version: string;
  readonly inputs: readonly PlannedInput[];
  readonly outputs: readonly Pick<ModelManifest["outputs"][number], "code" | "label">[];
  /** Networks, of different seeds, whose mean the shipped one learns from. */
  readonly teachers: number;
  readonly teacher: TrainingPlan;
  readonly student: TrainingPlan;
}

/** A session with the answers it should have had, one an output. An answer of weight 0 is not known or not asked. */
export interface Example {
  readonly record: FeatureRecord;
  readonly answers: readonly boolean[];
  readonly weights: readonly number[];
  /** Whether an answer, by output, counts in validation and calibration. */
  readonly asked: readonly boolean[];
}
