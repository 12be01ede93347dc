import type { FitSign } from "../scoring/fit-sign.ts";
import type { LinkageModel } from "../scoring/linkage-model.ts";

/** Options of a run. All of it has a default that is meant to be left alone. */
export interface LinkageOptions {
  /** By record: a source in which no entity has two records. Records of one source are then never linked. */
  readonly oncePerSource?: ArrayLike<number>;
  /** The model to begin with. Default: the one that is shipped. */
  readonly model?: LinkageModel;
  /** Blocks of more records than this are left out. Default 200. */
  readonly maxBlock?: number;
}

/** What a run is at: reading records, putting them in blocks, learning the model, scoring pairs, clustering. */
export type LinkageStage = "read" | "block" | "learn" | "score" | "cluster";

/** Called with the stage and its share done, 0 to 1. */
export type LinkageProgress = (stage: LinkageStage, share: number) => void;

/** Who is one person. */
export interface Linkage {
  readonly records: number;
  /** By record: its profile, numbered 0, 1, 2 … by first record. */
  readonly profiles: Int32Array;
  /** By record: the confidence that it is in the right profile, 0 to 1. */
  readonly confidence: Float32Array;
  /** Compared pairs within a component, with log2 odds above the threshold. Positive odds support one entity. */
  readonly edges: { readonly a: Int32Array; readonly b: Int32Array; readonly weight: Float32Array };
  /** What was learnt from these records, without labels. */
  readonly model: LinkageModel;
  /** What is implausible about it, or about the profiles; usually nothing. */
  readonly signs: readonly FitSign[];
  /** How many pairs of records shared a block and were compared. */
  readonly comparedPairs: number;
}
