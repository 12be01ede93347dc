import type { Progress } from "@sedge/models/progress";
import type { CommandError } from "@sedge/connector/command-line";
import type { Table } from "@sedge/connector/rows";
import type { StoredModel } from "@sedge/connector/stored-model";

/** Files of a task; parts without a file are set aside from `train`. */
export interface OwnFiles {
  readonly train: string;
  readonly valid?: string | undefined;
  readonly test?: string | undefined;
}

/** How a task's files are read. */
export interface OwnReading {
  /** Called for each row that cannot be read, which is then left out. Without it, such a row is an error. */
  readonly skip?: ((error: CommandError) => void) | undefined;
  /** Shows the user how a file was read. */
  readonly note: (line: string) => void;
  /** Whether labels that differ only in case, spaces, hyphens or underscores are one class. */
  readonly mergesLabels?: boolean;
}

/** A trained model, with the vectors that every backend must reproduce. */
export interface TrainedModel {
  readonly stored: StoredModel;
  /** Content of `vectors.json`. */
  readonly vectors: object;
}

/** Options of a training. */
export interface TrainingCall {
  /** The name for the manifest. */
  readonly name: string;
  /** Creates a progress bar with this many steps of about equal length. */
  readonly progress: (steps: number) => Progress;
}

/** A task on a site's own data, read and validated. */
export interface OwnTask {
  /** How the data were split, in a sentence. */
  readonly split: string;
  /** The rows to measure on. */
  readonly test: Table;
  readonly train: (call: TrainingCall) => TrainedModel;
}
