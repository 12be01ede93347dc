import type { TextGrams } from "@sedge/features/text";

/** The label of rows that are about none of the classes. */
export const OUT_OF_SCOPE = "oos";

/** A text with what is so of it: one class, or `oos` alone; any number of classes where the answer is `sigmoid`. */
export interface TextRow {
  readonly text: string;
  readonly labels: readonly string[];
}

/** What a text model is taught from. */
export interface TextData {
  readonly train: readonly TextRow[];
  /** Calibrates, and chooses the out-of-scope threshold; teaches no weight of the network. Empty: cross-fitting does. */
  readonly validation: readonly TextRow[];
  /** Texts that are about none of the classes, beside those that are labelled so. Softmax only. */
  readonly background?: readonly string[];
}

/** What a text model is to be, and how it is trained. */
export interface TextPlan {
  readonly name: string;
  readonly version: string;
  readonly seed: number;
  readonly answer: "softmax" | "sigmoid";
  /** In this order; left out: the labels of the training rows, sorted, with words made from the label. */
  readonly classes?: readonly { readonly code: string; readonly label: string }[];
  readonly grams: TextGrams;
  /** Values of a table row that are pooled, at most: few classes need fewer. */
  readonly dimensions: number;
  /** Most bytes of the weights file. The table takes what the layers leave, or less where the texts have few features. */
  readonly maxBytes: number;
  /** Units of the hidden layers; none is often best. */
  readonly hidden: readonly number[];
  /** Networks, of different seeds and features, whose mean the shipped one learns from. */
  readonly teachers: number;
  readonly teacherEpochs: number;
  readonly studentEpochs: number;
  /** Altered copies of each training text (misspelt, thinned, spliced) that the teachers answer for the student. */
  readonly copies: number;
  /** Least steps of Adam, however few the rows. */
  readonly minSteps: number;
  /** Features that a network sees before it takes no more epochs than the plan's own: long texts need fewer steps. */
  readonly maxFeaturesSeen: number;
  readonly rate: number;
  /** Share of the right answer that is spread over all classes (label smoothing, Szegedy et al. 2016). */
  readonly smoothing: number;
  readonly featureDropout: number;
  readonly inputDropout: number;
  /** Share of the texts within scope that the model refuses, 0 to 1; left out: chosen from what it was not taught. */
  readonly refuseShare?: number | undefined;
  /** Languages of the texts, as ISO 639-1 codes; left out: English. */
  readonly languages?: readonly string[];
}

/** The plan that shipped models and a site's own are trained by. */
export const TEXT_PLAN: Omit<TextPlan, "name" | "version" | "seed"> = {
  answer: "softmax",
  grams: { pairs: true, skips: true, charactersFrom: 2, charactersTo: 4 },
  dimensions: 128,
  maxBytes: 1_048_576,
  hidden: [],
  teachers: 2,
  teacherEpochs: 7,
  studentEpochs: 9,
  copies: 1,
  minSteps: 600,
  maxFeaturesSeen: 12_000_000,
  rate: 0.007,
  smoothing: 0.1,
  featureDropout: 0.5,
  inputDropout: 0.2,
};
