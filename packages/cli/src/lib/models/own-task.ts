import type { Progress } from "@sedge/models/progress";
import type { Table } from "@sedge/connector/rows";
import type { StoredModel } from "@sedge/connector/stored-model";

/** Files of a task; parts without one are set aside from `train`. */
export interface OwnFiles {
  readonly train: string;
  readonly valid?: string | undefined;
  readonly test?: string | undefined;
}

/** A model as it was trained, with the vectors that every backend has to reproduce. */
export interface TrainedModel {
  readonly stored: StoredModel;
  /** Content of `vectors.json`. */
  readonly vectors: object;
}

/** How a training is told what to make, and tells how far it is. */
export interface TrainingCall {
  /** Name that the manifest is to have. */
  readonly name: string;
  /** A bar of so many steps of about equal length. */
  readonly progress: (steps: number) => Progress;
}

/** A task of a site's own data, read and checked. */
export interface OwnTask {
  /** How the data were divided, in a sentence. */
  readonly split: string;
  /** The rows to measure on. */
  readonly test: Table;
  readonly train: (call: TrainingCall) => TrainedModel;
}
