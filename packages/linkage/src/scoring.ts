export { compareRecords, type LikenessLevels } from "./lib/scoring/compare-records.ts";
export { DEFAULT_MODEL } from "./lib/scoring/default-model.ts";
export { estimateModel, type ModelEvidence } from "./lib/scoring/estimate-model.ts";
export { type LinkageModel, LinkageModelSchema } from "./lib/scoring/linkage-model.ts";
export {
  NO_FREQUENCIES,
  type PairScore,
  scorePair,
  type TokenFrequencies,
  type WaterfallStep,
} from "./lib/scoring/score-pair.ts";
