import type { FittedModel } from "./fit-model.ts";
import type { Example, ModelPlan } from "./model-plan.ts";

/** A network that ships: how to get its examples, and what is measured of it. */
export interface ShippedModel {
  readonly plan: ModelPlan;
  /** Examples by part; undefined without the data. */
  readonly examples: () => Record<"train" | "validation" | "test", Example[]> | undefined;
  /** Held-out questions: an output, and which examples it is asked about. */
  readonly questions: readonly { what: string; output: number; about: (example: Example) => boolean }[];
  /** Lines about what single questions do not show, from the training and the held-out part. */
  readonly remarks?: (model: FittedModel, known: readonly Example[], unseen: readonly Example[]) => string[];
}
